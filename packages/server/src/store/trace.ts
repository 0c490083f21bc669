import { sql } from 'kysely';
import { startOfDay } from '../referral/local-day.ts';
import { formatAmount } from '../referral/money.ts';
import type { Store } from './open.ts';
import { STATUS } from './payment-status.ts';
import type { Reward } from './schema.ts';
import type { Currency } from './tariffs.ts';

/** What a trace begins with. */
export type TraceOf =
  | { readonly kind: 'click'; readonly sesid: string }
  | { readonly kind: 'account'; readonly account: number }
  | { readonly kind: 'expense'; readonly expense: number };

/** Something that happened on the way from a click to a payment. */
export interface Traced {
  readonly cdate: number;
  /** The table that holds it, and its row there. */
  readonly table: string;
  readonly id: string;
  /** What happened, in a few words. */
  readonly what: string;
  /** The partner it is about, if it is about one. */
  readonly partner: number | undefined;
}

/** Whom a trace is about: the client, if the click has led to one, and the clicks that brought them. */
export interface TraceSubject {
  readonly project: number;
  readonly account: number | undefined;
  readonly partner: number | undefined;
  /** The partner of the client, who may be another than that of the click by now. */
  readonly partnerOfClient: number | undefined;
  readonly sesid: string | undefined;
  readonly expense: number | undefined;
}

/** Finds whom a trace is about; nothing if there is no such row. */
export async function traceSubject(store: Store, of: TraceOf): Promise<TraceSubject | undefined> {
  if (of.kind === 'click') {
    const click = await store
      .selectFrom('referralprogram_click as click')
      .leftJoin('referralprogram_referral as referral', 'referral.referral_account', 'click.referral_account')
      .where('click.sesid', '=', of.sesid)
      .select([
        'click.project',
        'click.referer_account',
        'click.referral_account',
        'referral.referer_account as partner_of_client',
      ])
      .executeTakeFirst();
    return (
      click && {
        project: click.project,
        account: click.referral_account ?? undefined,
        partner: click.referer_account ?? undefined,
        partnerOfClient: click.partner_of_client ?? undefined,
        sesid: of.sesid,
        expense: undefined,
      }
    );
  }
  const found = await store
    .selectFrom('account')
    .leftJoin('referralprogram_referral as referral', 'referral.referral_account', 'account.id')
    .leftJoin('expense', 'expense.account', 'account.id')
    .where(of.kind === 'account' ? 'account.id' : 'expense.id', '=', of.kind === 'account' ? of.account : of.expense)
    .select(['account.id', 'account.project', 'referral.referer_account', 'referral.sesid'])
    .executeTakeFirst();
  return (
    found && {
      project: found.project,
      account: found.id,
      partner: found.referer_account ?? undefined,
      partnerOfClient: found.referer_account ?? undefined,
      sesid: found.sesid ?? undefined,
      expense: of.kind === 'expense' ? of.expense : undefined,
    }
  );
}

/**
 * Everything that happened to whom a trace is about, in time order.
 *
 * @param isStaff whether to tell what another system wrote of an expense, which may name whoever it was for
 */
export async function trace(store: Store, subject: TraceSubject, { isStaff }: { isStaff: boolean }): Promise<Traced[]> {
  const { account } = subject;
  const parts = [clicks(store, subject)];
  if (account !== undefined) {
    const client = { ...subject, account };
    parts.push(
      joining(store, client),
      expenses(store, client, isStaff),
      rewards(store, client),
      payments(store, client),
    );
  }
  const events = await Promise.all(parts);
  // A sort keeps what happened at the same instant in the order of the way.
  return events.flat().sort((one, other) => one.cdate - other.cdate);
}

interface TracedClient extends TraceSubject {
  readonly account: number;
}

async function clicks(store: Store, { sesid, account }: TraceSubject): Promise<Traced[]> {
  const rows = await store
    .selectFrom('referralprogram_click')
    .where((where) =>
      where.or([
        ...(sesid === undefined ? [] : [where('sesid', '=', sesid)]),
        ...(account === undefined ? [] : [where('referral_account', '=', account)]),
      ]),
    )
    .selectAll()
    .execute();
  return rows.map(({ sesid: id, cdate, method, site, referer_account, referralprogram }) => ({
    cdate,
    table: 'referralprogram_click',
    id,
    what:
      referer_account === null
        ? `a click without a partner, on ${site}`
        : `a click on the link of partner ${String(referer_account)}, on ${site}, ` +
          `matched to program ${String(referralprogram)} (${method})`,
    partner: referer_account ?? undefined,
  }));
}

async function joining(store: Store, { account }: TracedClient): Promise<Traced[]> {
  const joined = await store.selectFrom('account').where('id', '=', account).select('cdate').executeTakeFirstOrThrow();
  const linked = await store
    .selectFrom('referralprogram_referral')
    .where('referral_account', '=', account)
    .selectAll()
    .execute();
  const passed = await store
    .selectFrom('referralprogram_candidate')
    .where('referral_account', '=', account)
    .orderBy('id')
    .selectAll()
    .execute();
  return [
    {
      cdate: joined.cdate,
      table: 'account',
      id: String(account),
      what: `client ${String(account)} registered`,
      partner: undefined,
    },
    ...linked.map(({ cdate, referer_account, referralprogram, sesid }) => ({
      cdate,
      table: 'referralprogram_referral',
      id: String(account),
      what:
        `linked to partner ${String(referer_account)} by program ${String(referralprogram)}, ` +
        (sesid === null ? 'without a click' : `by click ${sesid}`),
      partner: referer_account,
    })),
    ...passed.map(({ id, cdate, referer_account, reason }) => ({
      cdate,
      table: 'referralprogram_candidate',
      id: String(id),
      what: `not linked to partner ${String(referer_account)}: ${reason}`,
      partner: referer_account,
    })),
  ];
}

async function expenses(store: Store, { account, expense }: TracedClient, isStaff: boolean): Promise<Traced[]> {
  let query = store
    .selectFrom('expense')
    .innerJoin('currency', 'currency.id', 'expense.currency')
    .leftJoin('item', 'item.id', 'expense.item')
    .leftJoin('pricelist', 'pricelist.id', 'item.pricelist')
    .where('expense.account', '=', account)
    .select([
      'expense.id',
      'expense.cdate',
      'expense.amount',
      'currency.iso',
      'currency.exponent',
      'expense.name as told',
      'pricelist.name as tariff',
    ]);
  if (expense !== undefined) query = query.where('expense.id', '=', expense);
  const paid = await query.execute();
  const refunded = await store
    .selectFrom('refund')
    .where('refund.expense', 'in', [0, ...paid.map(({ id }) => id)])
    .select(['id', 'expense', 'amount', 'cdate'])
    .execute();
  return [
    ...paid.map(({ id, cdate, amount, iso, exponent, told, tariff }) => {
      const name = (isStaff ? told : null) ?? tariff;
      return {
        cdate,
        table: 'expense',
        id: String(id),
        what: `paid ${formatAmount(amount, exponent)} ${iso}${name === null ? '' : ` for ${name}`}`,
        partner: undefined,
      };
    }),
    ...refunded.map(({ id, expense: of, amount, cdate }) => {
      const whole = paid.find((one) => one.id === of);
      return {
        cdate,
        table: 'refund',
        id: String(id),
        what: `${formatAmount(amount, whole?.exponent ?? 0)} ${whole?.iso ?? ''} of expense ${String(of)} given back`,
        partner: undefined,
      };
    }),
  ];
}

const rewardsOf = (store: Store, { account, expense }: TracedClient) => {
  const query = store
    .selectFrom('referralprogram_reward as reward')
    .innerJoin('currency', 'currency.id', 'reward.currency')
    .innerJoin('account', 'account.id', 'reward.referral_account')
    .innerJoin('project', 'project.id', 'account.project')
    .where('reward.referral_account', '=', account);
  return expense === undefined ? query : query.where('reward.expense', '=', expense);
};

async function rewards(store: Store, client: TracedClient): Promise<Traced[]> {
  const rows = await rewardsOf(store, client)
    .innerJoin('expense', 'expense.id', 'reward.expense')
    .orderBy('reward.id')
    .select([
      'reward.id',
      'reward.cdate',
      'expense.cdate as earned',
      'reward.expense',
      'reward.referralprogram_rule',
      'reward.referer_account',
      'reward.amount',
      'reward.refund',
      'currency.iso',
      'currency.exponent',
      'project.timezone',
    ])
    .execute();
  return rows.map(({ id, cdate, earned, expense, timezone, ...reward }) => ({
    // A reward has a day and no time: one of the expense's own day comes after the expense.
    cdate: Math.max(startOfDay(cdate, timezone), earned),
    table: 'referralprogram_reward',
    id: String(id),
    what: rewardInWords({ ...reward, expense }),
    partner: reward.referer_account,
  }));
}

function rewardInWords({
  referer_account,
  referralprogram_rule,
  expense,
  refund,
  amount,
  iso,
  exponent,
}: Pick<Reward, 'referer_account' | 'referralprogram_rule' | 'expense' | 'refund' | 'amount'> &
  Pick<Currency, 'iso' | 'exponent'>) {
  const [sum, earned] = refund === null ? [amount, 'earned'] : [-amount, `gives back for refund ${String(refund)}`];
  return (
    `partner ${String(referer_account)} ${earned} ${formatAmount(sum, exponent)} ${iso} ` +
    `of expense ${String(expense)} by rule ${String(referralprogram_rule)}`
  );
}

async function payments(store: Store, client: TracedClient): Promise<Traced[]> {
  const rows = await rewardsOf(store, client)
    .innerJoin('payment_reward as paid', 'paid.reward', 'reward.id')
    .innerJoin('payment', 'payment.id', 'paid.payment')
    .groupBy(['payment.id', 'payment.createdate', 'payment.status', 'reward.referer_account'])
    .groupBy(['currency.iso', 'currency.exponent'])
    .orderBy('payment.id')
    .select([
      'payment.id',
      'payment.createdate',
      'payment.status',
      'reward.referer_account',
      'currency.iso',
      'currency.exponent',
      sql<number>`sum(reward.amount)`.as('amount'),
    ])
    .execute();
  return rows.map(({ id, createdate, status, referer_account, amount, iso, exponent }) => ({
    cdate: createdate,
    table: 'payment',
    id: String(id),
    what:
      `partner ${String(referer_account)} ${status === STATUS.credited ? 'was paid' : 'is being paid'} ` +
      `${formatAmount(amount, exponent)} ${iso} of it`,
    partner: referer_account,
  }));
}
