import { exchange } from '../prices/exchange.ts';
import { addDays, localDay } from '../referral/local-day.ts';
import { shareOf } from '../referral/money.ts';
import type { Store } from '../store/open.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';
import { rateOf } from '../store/rates.ts';
import { type Covers, coversOf } from '../store/rules.ts';
import type { RuleVersion } from '../store/schema.ts';
import type { Currency } from '../store/tariffs.ts';
import { jobOf } from './due-runs.ts';
import { type ExplainedGroup, explainConditions } from './explain-conditions.ts';
import { type Outcome, outcomesOf } from './explain-outcome.ts';
import { usedLimits } from './explain-limits.ts';
import { type Overlooked, overlooks } from './overlooks.ts';
import { decidedBy, type RefusedBy } from './refusal-reasons.ts';
import { type Period, periodsBetween } from './schedule.ts';
import { writeLimits } from './write-limits.ts';

/** An expense, and what each rule makes of it. */
export interface ExplainedExpense {
  readonly expense: ExpenseInQuestion;
  /** The provider's own currency, in which thresholds, limits and fixed amounts are. */
  readonly own: Currency;
  readonly rules: readonly ExplainedRule[];
}

/** What a rule makes of an expense. */
export interface ExplainedRule {
  readonly rule: number;
  readonly program: number;
  /** From when on the rule was in force, and until when, if it is not any more. */
  readonly since: number;
  readonly until: number | null;
  /** What it said when the expense was made. */
  readonly version: RuleVersion | undefined;
  /** What that covered. */
  readonly covers: Covers | undefined;
  /** Why it does not look at the expense, as its program stands now; empty where it does. */
  readonly overlooked: readonly Overlooked[];
  /** That of the expense by the version's schedule. */
  readonly period: Period | undefined;
  /** What it gives for the expense where no limit is; nothing without a rate. */
  readonly gives: number | undefined;
  /** All of them must hold, where it looks at the expense. */
  readonly groups: readonly ExplainedGroup[];
  /** Nothing where it does not look at the expense, and never did. */
  readonly outcome: Outcome | Waiting | undefined;
  /** What decided a refusal, or what limits left of a reward that one seems to have cut down, in words. */
  readonly because: string | undefined;
}

/** No run has judged it yet. */
interface Waiting {
  readonly kind: 'waiting';
  /** The day of the run that will. */
  readonly day: string;
}

/**
 * Explains what every rule of the client's program made of an expense, and every other rule that has judged it, in the
 * order of the rules: by what runs have written, for what they looked at may have changed.
 *
 * @param now as of which it is told what is unpaid
 * @throws RangeError if there is no such expense
 */
export async function explainExpense(store: Store, id: number, now: number): Promise<ExplainedExpense> {
  const expense = await expenseInQuestion(store, id);
  if (expense === undefined) throw new RangeError(`there is no expense ${String(id)}`);
  const own = await currencyOfProvider(store, expense.project);
  const outcomes = await outcomesOf(store, id, {
    ...{ project: expense.project, own },
    today: localDay(now, expense.timezone),
  });
  const rules: ExplainedRule[] = [];
  for (const rule of await rulesAsked(store, { program: expense.program, judged: [...outcomes.keys()] }))
    rules.push(await explainRule(store, rule, { expense, own, outcome: outcomes.get(rule.rule) }));
  return { expense, own, rules };
}

type ExpenseInQuestion = NonNullable<Awaited<ReturnType<typeof expenseInQuestion>>>;

const expenseInQuestion = (store: Store, id: number) =>
  store
    .selectFrom('expense')
    .innerJoin('account', 'account.id', 'expense.account')
    .innerJoin('project', 'project.id', 'account.project')
    .innerJoin('currency', 'currency.id', 'expense.currency')
    .leftJoin('item', 'item.id', 'expense.item')
    .leftJoin('pricelist', 'pricelist.id', 'item.pricelist')
    .leftJoin('referralprogram_referral as referral', 'referral.referral_account', 'expense.account')
    .leftJoin('referralprogram as program', 'program.id', 'referral.referralprogram')
    .where('expense.id', '=', id)
    .select([
      'expense.id',
      'expense.account',
      'expense.amount',
      'expense.cdate',
      'expense.cday',
      'currency.iso',
      'currency.exponent',
      'account.project',
      'project.timezone',
      'pricelist.id as pricelist',
      'pricelist.itemtype',
      'referral.referer_account as partner',
      'referral.cdate as joined',
      'program.id as program',
      'program.start_date',
      'program.end_date',
      'program.closed',
    ])
    .executeTakeFirst();

interface Asked {
  readonly rule: number;
  readonly program: number;
  readonly versions: readonly RuleVersion[];
}

async function rulesAsked(
  store: Store,
  { program, judged }: { program: number | null; judged: readonly number[] },
): Promise<Asked[]> {
  const rows = await store
    .selectFrom('referralprogram_rule as rule')
    .innerJoin('referralprogram_rule_version as version', 'version.referralprogram_rule', 'rule.id')
    .where((where) =>
      where.or([where('rule.referralprogram', '=', program ?? 0), where('rule.id', 'in', [0, ...judged])]),
    )
    .orderBy('rule.id')
    .orderBy('version.id')
    .selectAll('version')
    .select('rule.referralprogram')
    .execute();
  return [...Map.groupBy(rows, (row) => row.referralprogram_rule)].map(([rule, ofRule]) => ({
    rule,
    program: ofRule[0]?.referralprogram ?? 0,
    versions: ofRule.map(({ referralprogram: _, ...version }) => version),
  }));
}

async function explainRule(
  store: Store,
  { rule, program, versions }: Asked,
  { expense, own, outcome }: { expense: ExpenseInQuestion; own: Currency; outcome: Outcome | undefined },
): Promise<ExplainedRule> {
  const version = versions.find(
    ({ since, until }) => since <= expense.cdate && (until === null || expense.cdate < until),
  );
  const covers = version && (await coversOf(store, version.id));
  const overlooked = overlooks({ program, covers }, expense);
  const asked = {
    ...{ rule, program, version, covers, overlooked },
    since: Math.min(...versions.map(({ since }) => since)),
    until: versions.at(-1)?.until ?? null,
  };
  if (version === undefined)
    return { ...asked, period: undefined, gives: undefined, groups: [], outcome, because: undefined };
  const { period, run } = await periodAndRun(store, version, expense);
  const gives = await givenBy(store, version, { expense, own });
  const groups = await explainConditions(store, {
    version: version.id,
    period_end: period.end,
    referral: expense.account,
    partner: (outcome?.kind === 'rewarded' ? outcome.reward.referer_account : expense.partner) ?? 0,
  });
  const judged = { expense, own, program, version, period, groups };
  return {
    ...{ ...asked, period, gives, groups },
    outcome: outcome ?? (overlooked.length > 0 ? undefined : { kind: 'waiting', day: run }),
    because: outcome && (await becauseOf(store, outcome, { ...judged, gives })),
  };
}

async function becauseOf(
  store: Store,
  outcome: Outcome,
  judged: Omit<RefusedBy, 'day'> & Pick<ExplainedRule, 'gives'>,
): Promise<string | undefined> {
  if (outcome.kind === 'refused') return decidedBy(store, outcome.reason, { ...judged, day: outcome.day });
  const { reward, byHand } = outcome;
  const { version, gives } = judged;
  // A limit leaves no trace but a reward that is less than what the rule gives.
  const isLimited = version.limit_referral !== null || version.limit_period !== null;
  if (!isLimited || byHand || gives === undefined || reward.amount >= gives) return undefined;
  const limits = await usedLimits(store, {
    ...{ ...judged, partner: reward.referer_account, left: reward.amount },
    day: addDays(reward.cdate, -version.hold_days),
  });
  return limits.some(({ reached }) => reached) ? writeLimits(limits, judged.own) : undefined;
}

/** The period of an expense, and the first run from its end on that is not done. */
async function periodAndRun(
  store: Store,
  { schedule_day, schedule_time }: RuleVersion,
  { project, cday }: ExpenseInQuestion,
): Promise<{ period: Period; run: string }> {
  const schedule = { day: schedule_day, time: schedule_time };
  const rows = await store
    .selectFrom('job_period')
    .where('project', '=', project)
    .where('job', '=', jobOf(schedule))
    .where('period', '>', cday)
    .orderBy('period')
    .select('period')
    .execute();
  const done = rows.map((row) => row.period);
  const periods = periodsBetween(schedule, { first: cday, end: addDays(done.at(-1) ?? cday, 1) });
  const [period] = periods;
  const next = periods.find(({ end }) => !done.includes(end));
  if (period === undefined || next === undefined) throw new Error(`${cday} is in no period`);
  return { period, run: next.end };
}

/** What a version gives for an expense, before its limits. */
async function givenBy(
  store: Store,
  { percent, amount }: RuleVersion,
  { expense, own }: { expense: ExpenseInQuestion; own: Currency },
): Promise<number | undefined> {
  if (percent !== null) return shareOf(expense.amount, percent);
  if (amount === null || expense.amount <= 0) return 0;
  const { project, iso, exponent, cday } = expense;
  const found = await rateOf(store, { project, iso, day: cday });
  return found && exchange(amount, found.rate, { from: own.exponent, to: exponent });
}
