// The script tag's entry: `<script async src="…/billref.min.js" data-billing-url="https://bill.example.com/billmgr">`.
import { type Billref, createBillref } from './create-billref.ts';
import { attempt } from './lib/attempt.ts';
import type { BillrefOptions } from './options.ts';

/** Told of the SDK as soon as it is there. */
type Told = (billref: Billref) => void;

declare global {
  interface Window {
    /**
     * What the script tag made. Before the script has run it may be set by the page: an array of functions to be called
     * when it has (`(window.billref = window.billref || []).push((billref) => …)`), or the options, where they cannot be
     * attributes of the tag.
     */
    billref?: Billref & {
      /** Calls a function with the SDK at once, as the page's array did before. */
      push: (told: Told) => unknown;
    };
  }
}

/** What the page has set, if it has: options, or a list of functions that wait. */
const before = window.billref as
  (Partial<Billref> & { readonly forEach: (tell: (told: Told) => unknown) => void }) | undefined;
// A second script tag does nothing.
if (!before?.ready) {
  const billref = createBillref({
    ...before,
    // The tag, wherever a tag manager has put it; the one that runs, though it may have been taken away again.
    ...(document.querySelector<HTMLScriptElement>('[data-billing-url]')?.dataset as object | undefined),
    ...(document.currentScript?.dataset as object | undefined),
  } as object as BillrefOptions) as NonNullable<Window['billref']>;
  window.billref = billref;
  billref.push = (told) => attempt(() => told(billref));
  attempt(() => before?.forEach(billref.push));
}
