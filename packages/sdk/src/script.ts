// The script tag's entry: `<script async src="…/billref.min.js" data-billing-url="https://bill.example.com/billmgr">`.
import { type Billref, createBillref } from './create-billref.ts';
import type { BillrefOptions } from './options.ts';

declare global {
  interface Window {
    /** What the script tag made; `undefined` until it has run. */
    billref?: Billref;
  }
}

const TAG = 'script[data-billing-url]';

// A second script tag does nothing. `ready`, because an element with the id `billref` is found here as well.
if (!window.billref?.ready) {
  const own = document.currentScript;
  const tag = own?.matches(TAG) ? own : document.querySelector<HTMLScriptElement>(TAG);
  window.billref = createBillref((tag?.dataset ?? {}) as Partial<BillrefOptions> as BillrefOptions);
}
