export type { LandingMode } from '@billref/protocol';
export { createBillref, type Billref } from './create-billref.ts';
export type { BillrefOptions, Transport } from './options.ts';
export type { FailedReason, RejectedReason, Status } from './status.ts';
