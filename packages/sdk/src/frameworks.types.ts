// What the types of `@billref/sdk/react` and `@billref/sdk/vue` allow, and what they do not; read by `npm run check`.
import { createElement } from 'react';
import { createApp, type Ref } from 'vue';
import type { Status } from './index.ts';
import { BillrefProvider, useReferral as useReferralOfReact } from './react.ts';
import { BillrefPlugin, useReferral as useReferralOfVue } from './vue.ts';

const billingUrl = 'https://bill.example.com/billmgr';

createElement(BillrefProvider, { billingUrl, attribution: 'last', mode: (url) => url.href }, 'children');
// @ts-expect-error It cannot do without the billing URL.
createElement(BillrefProvider, { siteUrl: 'https://example.com/' });
// @ts-expect-error There is no such option.
createElement(BillrefProvider, { billingUrl, billingHost: 'example.com' });

createApp({}).use(BillrefPlugin, { billingUrl });
// @ts-expect-error It cannot do without options.
createApp({}).use(BillrefPlugin);
// @ts-expect-error Days are no option of its.
createApp({}).use(BillrefPlugin, { billingUrl, days: 90 });

/** A component of React's. */
export function OfReact(): void {
  const referral = useReferralOfReact();
  // @ts-expect-error It is not known at first.
  referral.status satisfies Status;
  referral.status satisfies Status | undefined;
  referral.clickId satisfies string | undefined;
  referral.decorate(new URL(billingUrl)) satisfies string;
  void (referral.consent(true) satisfies Promise<Status>);
  // @ts-expect-error Consent is given or it is not.
  void referral.consent('yes');
  // @ts-expect-error Nobody but billref says what became of it.
  referral.status = { status: 'no-referral' };
}

/** A component of Vue's. */
export function OfVue(): void {
  const { partner, status, decorate } = useReferralOfVue();
  partner satisfies Readonly<Ref<string | undefined>>;
  decorate(billingUrl) satisfies string;
  // @ts-expect-error A ref has to be asked for its value.
  partner satisfies string | undefined;
  // @ts-expect-error Nobody but billref says what became of it.
  status.value = { status: 'no-referral' };
}
