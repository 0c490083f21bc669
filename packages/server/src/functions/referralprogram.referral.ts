import { sql } from 'kysely';
import { z } from 'zod';
import { type Call, staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { sumsByCurrency, writtenSums } from '../call/sums.ts';
import { localTime } from '../referral/local-day.ts';

const time = (instant: number | null, call: Call): string | undefined =>
  instant === null ? undefined : localTime(instant, staffOf(call).timezone);

export default declareList({
  name: 'referralprogram.referral',
  about: 'The clients whom partners brought.',
  access: 'provider',
  parameters: z.object({
    elid: id.optional().describe('Only those of this partner.'),
    plid: id.optional().describe('Only those of this program.'),
  }),
  rows({ elid, plid }, { store, ...call }) {
    const { project } = staffOf({ store, ...call });
    const expenses = sql`select amount, currency from expense where expense.account = referral.referral_account`;
    const paid = sql`
      select reward.amount, reward.currency from referralprogram_reward as reward
      join payment_reward on payment_reward.reward = reward.id
      join payment on payment.id = payment_reward.payment and payment.status = 4
      where reward.referral_account = referral.referral_account
    `;
    // What the columns are sorted by: the sum in the provider's own currency.
    const inOwnCurrency = (amounts: typeof expenses) =>
      sql<number | null>`(
        select sum(own.amount) from (${amounts}) as own
        where own.currency = (select currency from project where project.id = ${project})
      )`;
    const referrals = store
      .selectFrom('referralprogram_referral as referral')
      .innerJoin('account', 'account.id', 'referral.referral_account')
      .where('referral.project', '=', project)
      .select([
        'account.id',
        'account.name',
        'referral.referer_account',
        'referral.referralprogram',
        inOwnCurrency(expenses).as('total_expense'),
        sumsByCurrency(expenses).as('expense_sums'),
        inOwnCurrency(paid).as('paid_amount'),
        sumsByCurrency(paid).as('paid_sums'),
        sql<string | null>`(
          select string_agg(cast(rules.id as text), ',' order by rules.id) from (
            select distinct reward.referralprogram_rule as id from referralprogram_reward as reward
            where reward.referral_account = referral.referral_account
          ) as rules
        )`.as('referralprogram_rule'),
        'referral.cdate',
        'referral.site',
        'referral.first_order_date',
        'referral.last_order_date',
      ])
      .$if(elid !== undefined, (query) => query.where('referral.referer_account', '=', elid ?? 0))
      .$if(plid !== undefined, (query) => query.where('referral.referralprogram', '=', plid ?? 0));
    return referrals;
  },
  columns: {
    id: { about: 'The client.' },
    name: { about: "The client's name." },
    referer_account: { about: 'The partner.' },
    referralprogram: { about: 'The program.' },
    total_expense: {
      about: "All the client's expenses, by currency: `21.01 EUR`; it sorts by those in the provider's.",
      write: ({ expense_sums }) => writtenSums(expense_sums),
    },
    paid_amount: {
      about: 'What the partner was really paid for the client, by currency; nothing until then.',
      write: ({ paid_sums }) => writtenSums(paid_sums),
    },
    referralprogram_rule: { about: 'The rules that rewarded it, divided by commas.' },
    cdate: { about: 'When the client joined.', write: ({ cdate }, call) => time(cdate, call) },
    site: { about: 'The site the client came from, if a click proves it.' },
    first_order_date: {
      about: 'When the client first bought something.',
      write: ({ first_order_date }, call) => time(first_order_date, call),
    },
    last_order_date: {
      about: 'When the client last bought something.',
      write: ({ last_order_date }, call) => time(last_order_date, call),
    },
  },
  filters: { name: 'contains', site: 'contains', referer_account: 'equals', cdate: 'time' },
  order: { cdate: 'desc', id: 'asc' },
  examples: [{ title: 'the referrals of a partner', as: 'provider', parameters: { plid: '1', elid: '2' } }],
});
