import { type Billref as Whole, createBillref as create } from './create-billref.ts';
import type { BillrefOptions as AllOptions } from './options.ts';

export type { FailedReason, RejectedReason, Status } from './status.ts';

/** The referral of this page's visitor, as {@link createBillref} of the core gives it. */
export type Billref = Omit<Whole, 'consent' | 'destroy'>;

/** How a site is set up: the options that the core knows, with the defaults they have elsewhere. */
export type BillrefOptions = Pick<AllOptions, 'billingUrl' | 'siteUrl' | 'programmatic' | 'automation'>;

/**
 * Carries a referral from this page to billing, with nothing but that: the same as `createBillref` of `@billref/sdk`,
 * built without its optional features, for a single-page application that counts every byte. The first click counts,
 * for 90 days; options are not checked; clicks lie in localStorage alone; it neither asks for consent, nor tells by
 * events, nor takes anything back. The types leave out what is not in it.
 */
export const createBillref: (options: BillrefOptions) => Billref = create;
