import type { ColumnTypes } from '../column-types.ts';

/** Since when a client is nobody any more. */
export const erasedAccounts = ({ integer }: ColumnTypes): readonly string[] => [
  `alter table account add column erased ${integer}`,
];
