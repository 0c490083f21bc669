import type { ColumnTypes } from '../column-types.ts';

/**
 * What a reward run looks up: expenses in the order of time and of clients, a partner's referrals, and payments that it was
 * making when it was stopped.
 */
export const runsInSlices = ({ functions }: ColumnTypes): readonly string[] => [
  // "mailbox" minds no locale any more.
  ...functions,
  `create index expense_cdate on expense (cdate, id)`,
  // All that conditions look at: what one client spent lies together here, and all over the table.
  `drop index expense_account`,
  `create index expense_account on expense (account, cday, cdate, amount, currency, item)`,
  `create index referralprogram_referral_referer on referralprogram_referral (referer_account, cdate)`,
  `create index payment_unfinished on payment (id) where status = 1`,
];
