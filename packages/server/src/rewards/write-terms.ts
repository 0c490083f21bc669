import { formatMoney, formatPercent } from '../referral/money.ts';
import type { Covers } from '../store/rules.ts';
import type { RuleVersion } from '../store/schema.ts';
import type { Currency } from '../store/tariffs.ts';

/** What a version of a rule says, but for its conditions and its schedule, in words. */
export function writeTerms(version: RuleVersion, covers: Covers, own: Currency): string {
  const { percent, amount, orders, months, limit_referral, limit_period, hold_days, min_payment } = version;
  const covered = writeCovers(covers);
  return [
    percent === null ? `${formatMoney(amount ?? 0, own)} for an expense` : `${formatPercent(percent)} % of an expense`,
    ...(covered === undefined ? [] : [`for ${covered}`]),
    ...(orders === 'first' ? ['of the first order'] : []),
    ...(orders === 'months' ? [`of ${writeFirstMonths(months)}`] : []),
    ...(limit_referral === null ? [] : [`at most ${formatMoney(limit_referral, own)} by a client`]),
    ...(limit_period === null ? [] : [`at most ${formatMoney(limit_period, own)} in a period`]),
    ...(hold_days === 0 ? [] : [`held back for ${hold_days === 1 ? '1 day' : `${hold_days} days`}`]),
    ...(min_payment === null ? [] : [`in payments of at least ${formatMoney(min_payment, own)}`]),
  ].join(', ');
}

/** The months of a referral in which a rule gives something. */
export const writeFirstMonths = (months: number | null): string =>
  months === 1 ? 'the first month' : `the first ${months ?? ''} months`;

/** The services that a version covers; nothing where it covers everything. */
export function writeCovers({ itemtypes, pricelists }: Covers): string | undefined {
  if (itemtypes.length === 0 && pricelists.length === 0) return undefined;
  return [...itemtypes.map((itemtype) => `type '${itemtype}'`), ...pricelists.map((id) => `tariff ${id}`)].join(' or ');
}
