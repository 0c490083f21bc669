import { formatAmount, formatMoney } from '../referral/money.ts';
import type { Currency } from '../store/tariffs.ts';
import type { UsedLimit } from './explain-limits.ts';

/** So many clients are named; a partner may have thousands. */
const NAMED = 5;

/** How much of limits was used up, and by whom. */
export const writeLimits = (limits: readonly UsedLimit[], own: Currency): string =>
  limits
    .map(({ of, limit, used, by }) => {
      const named = by
        .slice(0, NAMED)
        .map(({ client, amount, byHand }) => `client ${client} ${formatMoney(amount, own)}${byHand ? ' by hand' : ''}`);
      const others = by.length > NAMED ? [`${by.length - NAMED} others the rest`] : [];
      const whose = by.length === 0 ? '' : ` (${[...named, ...others].join(', ')})`;
      return (
        `${of === 'client' ? 'from the client' : 'in the period'} the partner had earned ` +
        `${formatAmount(used, own.exponent)} of at most ${formatMoney(limit, own)}${whose}`
      );
    })
    .join('; ');
