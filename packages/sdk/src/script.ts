import { type Billref, createBillref } from './billref.ts';
import type { LandingMode } from '@billref/protocol';

declare global {
  interface Window {
    billref?: Billref;
  }
}

/** The script tag: its `data-` attributes are the options. A second one on the page changes nothing. */
if (!window.billref) {
  const script = document.currentScript ?? document.querySelector<HTMLElement>('script[data-billing-url]');
  const { billingUrl = '', siteUrl, mode } = script?.dataset ?? {};
  window.billref = createBillref({ billingUrl, siteUrl, mode: mode as LandingMode | undefined });
}
