import { type Kysely, sql } from 'kysely';
import { LARGEST_AMOUNT } from '../referral/money.ts';
import type { Tables } from '../store/schema.ts';
import { because } from './judge-parties.ts';
import { type Counting, fromOwnCurrency, isInTime, isOnList, isUnjudged, joinRateOfExpense } from './sql-parts.ts';
import type { Stretch } from './stretches.ts';
import { emptyTable, makeNumbered } from './temporary-tables.ts';

/**
 * Makes `reward_verdict`: for each judged pair of an expense and a rule the reward, or the reason for which there is none.
 * `limited_in` is the first day of its period, where the rule has limits.
 */
export const makeVerdicts = (connection: Kysely<Tables>): Promise<void> =>
  makeNumbered(
    connection,
    'reward_verdict',
    sql`
    expense bigint not null, version bigint not null, partner bigint not null, referral bigint not null,
    limited_in text, reward bigint, currency bigint not null, reason text`,
  );

/** No amount is as large. */
const NO_RATE = 2 * LARGEST_AMOUNT;

/**
 * Judges the expenses of the gathered parties in a stretch by each of their rules, numbered in the order in which they
 * use limits up: so what a run that was killed has written is what the next one would have begun with.
 *
 * @returns how many verdicts there are
 */
export async function judgeExpenses(
  connection: Kysely<Tables>,
  counting: Counting,
  { after, last }: Stretch,
): Promise<number> {
  // Read as one number, the months that have passed are over on the day of the month on which the referral joined.
  const monthsBetween = sql`
    (cast(substr(expense.cday, 1, 4) as integer) - cast(substr(party.joined_day, 1, 4) as integer)) * 12
    + cast(substr(expense.cday, 6, 2) as integer) - cast(substr(party.joined_day, 6, 2) as integer)
    - case when substr(expense.cday, 9, 2) < substr(party.joined_day, 9, 2) then 1 else 0 end`;
  const isNew = await isAllNew(connection, { after, last });
  await emptyTable(connection, 'reward_verdict');
  const { numAffectedRows = 0n } = await sql`
    insert into reward_verdict (expense, version, partner, referral, limited_in, reward, currency, reason)
    select
      expense, version, partner, referral, limited_in, reward, currency,
      coalesce(
        reason, case coalesce(reward, ${sql.lit(NO_RATE)}) when 0 then ${because('nothing')} when ${sql.lit(NO_RATE)} then ${because('no-rate')} end
      )
    from (
      select
        expense.cdate as made, expense.id as expense, party.version, party.partner, party.referral,
        case when terms.limited = 1 then party.period_start end as limited_in, expense.currency,
        case
          when terms.percent is not null then
            (expense.amount * terms.percent + case when expense.amount < 0 then -500000 else 500000 end) / 1000000
          when expense.amount <= 0 then 0
          else ${fromOwnCurrency(counting, sql`terms.amount`)}
        end as reward,
        case
          when party.reason = 'self' then party.reason
          when party.left_at < expense.cdate then ${because('left')}
          when party.reason = 'barred' then party.reason
          when terms.orders = 'first' and (
            exists (
              select 1 from expense as earlier
              where earlier.account = party.referral and earlier.cdate >= party.joined
                and earlier.cdate < expense.cdate and earlier.amount > 0
            ) or exists (
              select 1 from expense as rewarded
              join referralprogram_reward as reward
                on reward.expense = rewarded.id and reward.referralprogram_rule = terms.rule
              where rewarded.account = party.referral and rewarded.cdate <> expense.cdate and rewarded.amount > 0
            )
          ) then ${because('later-order')}
          when terms.orders = 'months' and ${monthsBetween} >= terms.months then ${because('months-over')}
          else party.reason
        end as reason
      from expense
      cross join reward_party as party
      cross join reward_terms as terms
      ${joinRateOfExpense(counting)}
      where (expense.cdate, expense.id) > (${after.cdate}, ${after.id})
        and (expense.cdate, expense.id) <= (${last.cdate}, ${last.id})
        and party.referral = expense.account and expense.cdate >= party.joined
        and party.period_start <= expense.cday and expense.cday < party.period_end
        and terms.version = party.version and ${isInTime}
        and (terms.covers = 0 or ${isOnList(sql`party.version`)})
        and ${isNew ? sql`true` : isUnjudged(sql`terms.rule`)}
    ) as judged
    order by made, expense
  `.execute(connection);
  return Number(numAffectedRows);
}

/**
 * Whether no expense of a stretch has been judged: what nobody asks of each of them takes no time. Ids follow the time, so
 * that it is most often so.
 */
async function isAllNew(connection: Kysely<Tables>, { after, last }: Stretch): Promise<boolean> {
  const ids = sql`
    select min(id) as first, max(id) as last from expense
    where (cdate, id) > (${after.cdate}, ${after.id}) and (cdate, id) <= (${last.cdate}, ${last.id})`;
  const { rows } = await sql`
    select 1 from (${ids}) as ids
    where exists (select 1 from referralprogram_reward where expense between ids.first and ids.last)
      or exists (select 1 from referralprogram_unrewarded where expense between ids.first and ids.last)
  `.execute(connection);
  return rows.length === 0;
}
