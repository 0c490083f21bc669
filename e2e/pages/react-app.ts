import { BillrefProvider, useReferral } from '@billref/sdk/react';
import {
  type ComponentType,
  createElement as h,
  type ReactElement,
  StrictMode,
  Suspense,
  useEffect,
  useLayoutEffect,
} from 'react';
import { page } from './visit.ts';

/** A component that shows all it knows, and links to billing in two ways. */
export function Visit({ billingUrl, name }: { billingUrl: string; name: string }): ReactElement {
  const { status, clickId, partner, decorate, go, consent } = useReferral();
  page.renders += 1;
  page.go = go;
  page.consent = consent;
  return h(
    'section',
    { 'aria-label': name },
    h('output', null, JSON.stringify({ status, clickId, partner })),
    h('a', { href: billingUrl }, 'Plain'),
    h('a', { href: decorate(billingUrl) }, 'Decorated'),
  );
}

function AtOnce({ what }: { what: NonNullable<Window['visit']['atOnce']> }): null {
  const { go, consent } = useReferral();
  // The first kind of effect is run before the provider's.
  (what === 'consent before the provider' ? useLayoutEffect : useEffect)(() => {
    if (what === 'go') go();
    else
      void consent(false).then(({ status }) => {
        page.said = status;
      });
  }, [what, go, consent]);
  return null;
}

interface AppProps {
  readonly visit: Window['visit'];
  /** What is rendered as the last part: {@link Visit}, or a promise of it. */
  readonly Late?: ComponentType<{ billingUrl: string; name: string }>;
}

/** The application that server and browser render. */
export function App({ visit: { billingUrl, strict, atOnce }, Late }: AppProps): ReactElement {
  const app = h(
    BillrefProvider,
    { billingUrl },
    h(Visit, { billingUrl, name: 'first' }),
    Late && h(Suspense, null, h(Late, { billingUrl, name: 'late' })),
    atOnce && h(AtOnce, { what: atOnce }),
  );
  return strict ? h(StrictMode, null, app) : app;
}
