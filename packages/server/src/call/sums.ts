import { type RawBuilder, sql } from 'kysely';
import { formatAmount } from '../referral/money.ts';

/**
 * Sums of money by currency, in one text that `writtenSums` reads: amounts of several currencies are never added up.
 *
 * @param amounts a query with `amount` and `currency`
 */
export const sumsByCurrency = (amounts: RawBuilder<unknown>): RawBuilder<string | null> => sql<string | null>`(
  select string_agg(cast(sums.amount as text) || ' ' || cast(sums.exponent as text) || ' ' || sums.iso, ',' order by sums.iso)
  from (
    select sum(amounts.amount) as amount, currency.exponent, currency.iso
    from (${amounts}) as amounts join currency on currency.id = amounts.currency
    group by currency.id, currency.exponent, currency.iso
  ) as sums
)`;

/** Sums as the platform writes them, `21.01 EUR`, divided by commas; nothing where there is none. */
export function writtenSums(sums: string | null): string | undefined {
  if (sums === null) return undefined;
  return sums
    .split(',')
    .map((sum) => {
      const [amount, exponent, iso = ''] = sum.split(' ');
      return `${formatAmount(Number(amount), Number(exponent))} ${iso}`;
    })
    .join(', ');
}
