import { BillrefPlugin, useReferral } from '@billref/sdk/vue';
import { type App, type Component, createApp, createSSRApp, defineComponent, h, onMounted } from 'vue';
import { page } from './visit.ts';

/** A component that shows all it knows, and links to billing in two ways. */
export const Visit = defineComponent({
  props: { billingUrl: { type: String, required: true }, name: { type: String, required: true } },
  setup({ billingUrl, name }) {
    const { status, clickId, partner, decorate, go, consent } = useReferral();
    page.go = go;
    page.consent = consent;
    return () => {
      page.renders += 1;
      return h('section', { 'aria-label': name }, [
        h('output', JSON.stringify({ status: status.value, clickId: clickId.value, partner: partner.value })),
        h('a', { href: billingUrl }, 'Plain'),
        h('a', { href: decorate(billingUrl) }, 'Decorated'),
      ]);
    };
  },
});

const AtOnce = defineComponent({
  props: { what: { type: String, required: true } },
  setup({ what }) {
    const { go, consent } = useReferral();
    onMounted(() => {
      if (what === 'go') go();
      else
        void consent(false).then((status) => {
          page.said = status.status;
        });
    });
    return () => null;
  },
});

/**
 * The application, as the browser renders it alone, or with its late part, as server and browser render it.
 *
 * @param late {@link Visit}, or a promise of it
 */
export const makeApp = ({ billingUrl, atOnce }: Window['visit'], late?: Component): App =>
  (late ? createSSRApp : createApp)(() => [
    h(Visit, { billingUrl, name: 'first' }),
    late && h(late, { billingUrl, name: 'late' }),
    atOnce && h(AtOnce, { what: atOnce }),
  ]).use(BillrefPlugin, { billingUrl });
