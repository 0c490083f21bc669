import type { Workplace } from './workplace.ts';

/** Clients, by the first and the last of their ids. */
export interface Part {
  readonly first: number;
  readonly last: number;
}

/** A provider's referrals in parts. */
export async function referralsInParts({ connection, together }: Workplace, project: number): Promise<Part[]> {
  const parts: Part[] = [];
  for (let after = 0; ;) {
    const part = await connection
      .selectFrom((from) =>
        from
          .selectFrom('referralprogram_referral')
          .where('project', '=', project)
          .where('referral_account', '>', after)
          .orderBy('referral_account')
          .limit(together)
          .select('referral_account')
          .as('part'),
      )
      .select((select) => [
        select.fn.min<number | null>('referral_account').as('first'),
        select.fn.max<number | null>('referral_account').as('last'),
      ])
      .executeTakeFirstOrThrow();
    if (part.first === null || part.last === null) return parts;
    parts.push({ first: part.first, last: part.last });
    after = part.last;
  }
}

/** A provider's partners in parts that have about as many referrals each; where one partner has more, it is more. */
export async function partnersInParts({ connection, together }: Workplace, project: number): Promise<Part[]> {
  const partners = await connection
    .selectFrom('referralprogram_referral')
    .where('project', '=', project)
    .groupBy('referer_account')
    .orderBy('referer_account')
    .select('referer_account as partner')
    .select((select) => select.fn.countAll<number>().as('referrals'))
    .execute();
  const parts: { first: number; last: number; referrals: number }[] = [];
  for (const { partner, referrals } of partners) {
    const part = parts.at(-1);
    if (part === undefined || part.referrals >= together) parts.push({ first: partner, last: partner, referrals });
    else Object.assign(part, { last: partner, referrals: part.referrals + referrals });
  }
  return parts;
}
