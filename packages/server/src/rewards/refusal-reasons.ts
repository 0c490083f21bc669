import { sql } from 'kysely';
import { exchange, formatRate, type Rate } from '../prices/exchange.ts';
import { localDay, localTime, monthsAfter } from '../referral/local-day.ts';
import { formatMoney, formatPercent, shareOf } from '../referral/money.ts';
import type { Store } from '../store/open.ts';
import { rateOf } from '../store/rates.ts';
import type { RefusalReason, RuleVersion } from '../store/schema.ts';
import type { Currency } from '../store/tariffs.ts';
import type { ExplainedGroup } from './explain-conditions.ts';
import type { ExplainedExpense } from './explain-expense.ts';
import { usedLimits } from './explain-limits.ts';
import type { Period } from './schedule.ts';
import { writeLimits } from './write-limits.ts';
import { writeFirstMonths } from './write-terms.ts';

/** A refusal, and what it was decided by. */
export interface RefusedBy {
  readonly expense: ExplainedExpense['expense'];
  readonly own: Currency;
  readonly program: number;
  readonly version: RuleVersion;
  readonly period: Period;
  readonly groups: readonly ExplainedGroup[];
  /** The day of the run that refused. */
  readonly day: string;
}

/**
 * What decided that an expense is refused, in words, by what is there now. A refusal keeps its reason alone: where that does
 * not follow from what is there, it says so.
 */
export const decidedBy = (store: Store, reason: RefusalReason, refused: RefusedBy): Promise<string> =>
  REASONS[reason](store, refused);

const REASONS: Readonly<Record<RefusalReason, (store: Store, refused: RefusedBy) => Promise<string>>> = {
  async self(store, { expense }) {
    const { rows } = await sql<{ own: number; email: string; theirs: number; their_email: string }>`
      select own.id as own, own.email, theirs.id as theirs, theirs.email as their_email
      from "user" as own
      join "user" as theirs on mailbox(theirs.email) = mailbox(own.email)
      where own.account = ${expense.account} and theirs.account = ${expense.partner}
      order by own.id, theirs.id
    `.execute(store);
    if (rows.length === 0)
      return 'the client and the partner had the same e-mail; which one is not known any more, for now they have none';
    return rows
      .map(
        ({ own, email, theirs, their_email }) =>
          `user ${own} of the client is ${email}, and user ${theirs} of partner ${expense.partner ?? ''} is ${their_email}`,
      )
      .join('; ');
  },

  async left(store, { expense, program }) {
    const partner = expense.partner ?? 0;
    const { at } = await store
      .selectFrom('referralprogram_referer_withdrawn')
      .where('account', '=', partner)
      .where('referralprogram', '=', program)
      .select((select) => select.fn.max<number | null>('cdate').as('at'))
      .executeTakeFirstOrThrow();
    const isBack = await store
      .selectFrom('referralprogram_referer')
      .where('account', '=', partner)
      .where('referralprogram', '=', program)
      .select('account')
      .executeTakeFirst();
    if (at === null || at >= expense.cdate)
      return 'the partner had left the program before the expense; when is not known any more';
    const back = isBack === undefined ? '' : '; by now the partner is back';
    return `partner ${partner} left program ${program} at ${localTime(at, expense.timezone)}, before the expense${back}`;
  },

  async barred(store, { expense, program }) {
    const group = await store
      .selectFrom('referralprogram')
      .innerJoin('account_group', 'account_group.id', 'referralprogram.account_group_restrict')
      .leftJoin('account_group_member as member', (join) =>
        join.onRef('member.account_group', '=', 'account_group.id').on('member.account', '=', expense.partner ?? 0),
      )
      .where('referralprogram.id', '=', program)
      .select(['account_group.id', 'account_group.name', 'member.account as member'])
      .executeTakeFirst();
    const partner = `partner ${expense.partner ?? ''}`;
    if (group === undefined)
      return `${partner} was in a group that gets no rewards; which one is not known any more, for the program has none now`;
    const named = `group ${group.id} '${group.name}'`;
    return group.member === null
      ? `${partner} was in the group that gets no rewards; now that is ${named}, and the partner is not in it`
      : `${partner} is in ${named}, which gets no rewards`;
  },

  async 'later-order'(store, { expense, version }) {
    const orders = store
      .selectFrom('expense')
      .where('expense.account', '=', expense.account)
      .where('expense.amount', '>', 0);
    const earlier = await orders
      .where('expense.cdate', '>=', expense.joined ?? 0)
      .where('expense.cdate', '<', expense.cdate)
      .orderBy('expense.cdate')
      .orderBy('expense.id')
      .select(['expense.id', 'expense.cdate'])
      .executeTakeFirst();
    const rewarded = await orders
      .innerJoin('referralprogram_reward as reward', 'reward.expense', 'expense.id')
      .where('reward.referralprogram_rule', '=', version.referralprogram_rule)
      .where('expense.cdate', '<>', expense.cdate)
      .orderBy('reward.id')
      .select(['expense.id', 'expense.cdate', 'reward.id as reward'])
      .executeTakeFirst();
    const at = (cdate: number): string => localTime(cdate, expense.timezone);
    const found = [
      ...(earlier === undefined ? [] : [`expense ${earlier.id} of ${at(earlier.cdate)} was an earlier order`]),
      ...(rewarded === undefined
        ? []
        : [`the rule has rewarded expense ${rewarded.id} of ${at(rewarded.cdate)} (reward ${rewarded.reward})`]),
    ];
    return found.length === 0 ? 'it was not of the first order; which was is not known any more' : found.join('; ');
  },

  'months-over'(_, { expense, version: { months } }) {
    const joined = localDay(expense.joined ?? 0, expense.timezone);
    const over = monthsAfter(joined, months ?? 0);
    return Promise.resolve(
      over <= expense.cday
        ? `the client joined on ${joined}, so the first day after ${writeFirstMonths(months)} was ${over}, ` +
            `and the expense is of ${expense.cday}`
        : `it was not of ${writeFirstMonths(months)}; when the client had joined then is not known any more`,
    );
  },

  condition(_, { groups }) {
    const failed = groups
      .filter(({ holds }) => holds === false)
      .map(({ group, conditions }) =>
        group === undefined ? `condition ${conditions[0]?.condition ?? ''}` : `group ${group.id} '${group.name}'`,
      );
    return Promise.resolve(
      failed.length === 0
        ? 'a group of conditions did not hold, or a condition without one; which is not known any more'
        : `${failed.join(' and ')} did not hold`,
    );
  },

  async 'no-rate'(store, { expense, own, version }) {
    const { project, iso, cday } = expense;
    const now = await rateOf(store, { project, iso, day: cday });
    const missing = `there was no rate of ${iso} by ${cday} that the amount could be exchanged at`;
    if (now === undefined) return `${missing}, and there is none`;
    const rate = `${formatRate(now.rate)} ${iso} for 1 ${own.iso}`;
    return exchanged(now.rate, { expense, own, version }) === undefined
      ? `the amount comes to more than can be held at the rate of ${rate}`
      : `${missing}, now there is one, of ${rate}`;
  },

  nothing(_, { expense, own, version: { percent, amount } }) {
    const nothing = formatMoney(0, expense);
    if (percent !== null)
      return Promise.resolve(
        `${formatPercent(percent)} % of ${formatMoney(expense.amount, expense)} rounds to ${nothing}`,
      );
    return Promise.resolve(
      expense.amount <= 0
        ? `an expense of ${formatMoney(expense.amount, expense)} earns no fixed amount`
        : `${formatMoney(amount ?? 0, own)} rounds to ${nothing} at the rate of ${expense.cday}`,
    );
  },

  async limit(store, { expense, own, version, period, day }) {
    const limits = await usedLimits(store, {
      ...{ expense, own, version, period, day },
      ...{ partner: expense.partner ?? 0, left: 0 },
    });
    const rest = limits.some(({ reached }) => reached) ? '' : '; what else had used it up is not known any more';
    return writeLimits(limits, own) + rest;
  },
};

/** What a reward needs a rate for: a fixed amount in the expense's currency, or a share in that of limits. */
function exchanged(
  { numerator, denominator }: Rate,
  { expense, own, version: { percent, amount } }: Pick<RefusedBy, 'expense' | 'own' | 'version'>,
): number | undefined {
  return percent === null
    ? exchange(amount ?? 0, { numerator, denominator }, { from: own.exponent, to: expense.exponent })
    : exchange(
        shareOf(expense.amount, percent),
        { numerator: denominator, denominator: numerator },
        { from: expense.exponent, to: own.exponent },
      );
}
