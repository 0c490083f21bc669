import type { ColumnTypes } from '../column-types.ts';

/**
 * Balances are sums of the ledger: what is in it stays, and what was wrong is set right by another entry. Only the reason
 * of one may go, which an erased person may be named in.
 */
export const appendOnlyLedger = ({ appendOnly }: ColumnTypes): readonly string[] =>
  appendOnly('ledger', ['id', 'subaccount', 'payment', 'amount', 'cdate', 'expense']);
