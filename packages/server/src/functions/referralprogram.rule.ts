import { sql } from 'kysely';
import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { noSuch } from '../call/no-such.ts';
import { localTime } from '../referral/local-day.ts';
import { formatAmount, formatPercent } from '../referral/money.ts';
import { programOf } from '../store/programs.ts';

const written = (amount: number | null, exponent: number): string | undefined =>
  amount === null ? undefined : formatAmount(amount, exponent);

export default declareList({
  name: 'referralprogram.rule',
  about:
    'The rules of a referral program (seed 001), as they are now; `referralprogram.rule.edit` says what each column ' +
    'means.',
  access: 'provider',
  parameters: z.object({ elid: id.describe('The program.') }),
  async rows({ elid }, { store, ...call }) {
    const { project } = staffOf({ store, ...call });
    if ((await programOf(store, project, elid)) === undefined) throw noSuch('elid', elid);
    return store
      .selectFrom('referralprogram_rule as rule')
      .innerJoin('referralprogram as program', 'program.id', 'rule.referralprogram')
      .innerJoin('project', 'project.id', 'program.project')
      .innerJoin('currency', 'currency.id', 'project.currency')
      .innerJoin('referralprogram_rule_version as version', (join) =>
        join.on('version.id', '=', (from) =>
          from
            .selectFrom('referralprogram_rule_version as latest')
            .whereRef('latest.referralprogram_rule', '=', 'rule.id')
            .select((latest) => latest.fn.max('latest.id').as('id')),
        ),
      )
      .where('program.id', '=', elid)
      .select([
        'rule.id',
        'version.name',
        'version.percent',
        'version.amount',
        sql<string | null>`(
          select string_agg(covers.itemtype, ',' order by covers.itemtype)
          from referralprogram_rule_covers as covers where covers.version = version.id
        )`.as('itemtype'),
        sql<string | null>`(
          select string_agg(cast(covers.pricelist as text), ',' order by covers.pricelist)
          from referralprogram_rule_covers as covers where covers.version = version.id
        )`.as('pricelist'),
        'version.orders',
        'version.months',
        'version.limit_referral',
        'version.limit_period',
        'version.hold_days',
        'version.min_payment',
        'version.schedule_day',
        'version.schedule_time',
        sql<number>`(
          select count(*) from referralprogram_rule_version_condition as condition
          where condition.version = version.id
        )`.as('conditions'),
        'version.since',
        'version.until as closed',
        'currency.exponent',
      ]);
  },
  columns: {
    id: { about: 'The id of the rule.' },
    name: { about: 'Its name.' },
    percent: {
      about: "The partner's share of an expense.",
      write: ({ percent }) => (percent === null ? undefined : formatPercent(percent)),
    },
    amount: {
      about: 'The fixed amount for an expense.',
      write: ({ amount, exponent }) => written(amount, exponent),
    },
    itemtype: { about: 'The types of service it covers; without both lists everything.' },
    pricelist: { about: 'The tariffs it covers.' },
    orders: { about: 'Which expenses of a referral: `all`, `first` or `months`.' },
    months: { about: 'With `months`: how many.' },
    limit_referral: {
      about: 'The most that one referral earns.',
      write: ({ limit_referral, exponent }) => written(limit_referral, exponent),
    },
    limit_period: {
      about: 'The most that a partner earns in a period.',
      write: ({ limit_period, exponent }) => written(limit_period, exponent),
    },
    hold_days: { about: 'The days that a reward waits before it is paid.' },
    min_payment: { about: 'The least payment.', write: ({ min_payment, exponent }) => written(min_payment, exponent) },
    schedule_day: { about: 'The day of the month of the run.' },
    schedule_time: { about: "The time of the run by the provider's clock." },
    conditions: { about: 'How many conditions it has.' },
    since: {
      about: 'Since when it says this.',
      write: ({ since }, call) => localTime(since, staffOf(call).timezone),
    },
    closed: {
      about: 'When it was closed, if it is: it rewards no later expense.',
      write: ({ closed }, call) => (closed === null ? undefined : localTime(closed, staffOf(call).timezone)),
    },
  },
  order: { id: 'asc' },
  examples: [
    { title: 'the rules of a program', as: 'provider', parameters: { elid: '1' } },
    { title: 'the rules of a program that is not there', as: 'provider', parameters: { elid: '99' } },
  ],
});
