import {
  computed,
  type ComputedRef,
  getCurrentInstance,
  inject,
  type InjectionKey,
  onMounted,
  type Plugin,
  type ShallowRef,
  shallowRef,
} from 'vue';
import { followReferral, type Referral } from './follow-referral.ts';
import type { BillrefOptions } from './index.ts';

// By this entry as well: the types are bundled so that they else come from the one of React's.
export type { Referral } from './follow-referral.ts';

/** What a component knows of the referral, as refs, and what it can do with it; see {@link Referral} for each. */
export type ReferralRefs = Readonly<
  { [Fact in 'status' | 'clickId' | 'partner']: ComputedRef<Referral[Fact]> } & Pick<
    Referral,
    'decorate' | 'go' | 'consent'
  >
>;

interface Provided {
  readonly current: ShallowRef<Referral>;
  readonly served: Referral;
}

const KEY: InjectionKey<Provided> = Symbol('billref');

/**
 * Carries the referral until the application is unmounted; on a server it does nothing. Components that only link to
 * billing need nothing further.
 *
 * @example
 *   createApp(App).use(BillrefPlugin, { billingUrl: 'https://bill.example.com/billmgr' }).use(router).mount('#app');
 */
export const BillrefPlugin: Plugin<[options: BillrefOptions]> = {
  install(app, options) {
    const followed = followReferral(options);
    const current = shallowRef(followed.current());
    if (typeof document !== 'undefined') {
      followed.subscribe(() => {
        current.value = followed.current();
      });
      app.onUnmount(followed.start());
    }
    app.provide(KEY, { current, served: followed.served() });
  },
};

/**
 * The referral of this page's visitor. The first render in the browser equals the server's. `decorate` in a template is
 * followed like a ref.
 *
 * @example
 *   <script setup>
 *     const { status, partner } = useReferral();
 *   </script>
 *   <template>
 *     <p v-if="status?.status === 'registered'">Welcome, friend of partner {{ partner }}.</p>
 *   </template>
 *
 * @throws Error where {@link BillrefPlugin} is not in use
 */
export function useReferral(): ReferralRefs {
  const provided = inject(KEY, undefined);
  if (!provided) throw new Error('billref: useReferral() is for applications that use(BillrefPlugin)');
  const { current, served } = provided;
  /** A component that has an element before it was rendered takes over what the server rendered. */
  const hydrated = shallowRef(!getCurrentInstance()?.vnode.el);
  if (!hydrated.value)
    onMounted(() => {
      hydrated.value = true;
    });
  const referral = computed(() => (hydrated.value ? current.value : served));
  return {
    status: computed(() => referral.value.status),
    clickId: computed(() => referral.value.clickId),
    partner: computed(() => referral.value.partner),
    decorate: (url) => referral.value.decorate(url),
    go: (url) => {
      referral.value.go(url);
    },
    consent: (given) => referral.value.consent(given),
  };
}
