export { type Billref, createBillref } from './billref.ts';
export type { BillrefOptions } from './options.ts';
export type { Status } from './status.ts';
