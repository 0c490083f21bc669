import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { type FollowedReferral, followReferral, type Referral } from './follow-referral.ts';
import type { BillrefOptions } from './index.ts';

export type { Referral } from './follow-referral.ts';

/** The options of `createBillref` as properties, and what is rendered inside. */
export interface BillrefProviderProps extends BillrefOptions {
  /** The application, or the part of it that asks for the referral. */
  readonly children?: ReactNode;
}

const Context = createContext<FollowedReferral | undefined>(undefined);

// Before the page is painted, so that no click comes too early; React 18 warns of that effect on a server.
const useStart = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/**
 * Carries the referral for as long as it is mounted. One, around the whole application; on a server it renders its
 * children and does nothing else. Components that only link to billing need nothing further.
 *
 * @example
 *   createRoot(root).render(
 *     <BillrefProvider billingUrl="https://bill.example.com/billmgr">
 *       <App />
 *     </BillrefProvider>,
 *   );
 *
 * @param props the options as they are when it is first rendered; for others, give it another `key`
 */
export function BillrefProvider({ children, ...options }: BillrefProviderProps): ReactElement {
  const [followed] = useState(() => followReferral(options));
  useStart(() => followed.start(), [followed]);
  return createElement(Context.Provider, { value: followed }, children);
}

/**
 * The referral of this page's visitor. Renders once more when `status` is known, and again only for what happens later:
 * consent, or a partner's link within the application. The first render in the browser equals the server's.
 *
 * @example
 *   function Greeting() {
 *     const { status, partner } = useReferral();
 *     return status?.status === 'registered' && <p>Welcome, friend of partner {partner}.</p>;
 *   }
 *
 * @throws Error outside of a {@link BillrefProvider}
 */
export function useReferral(): Referral {
  const followed = useContext(Context);
  if (!followed) throw new Error('billref: useReferral() is for components inside <BillrefProvider>');
  return useSyncExternalStore(followed.subscribe, followed.current, followed.served);
}
