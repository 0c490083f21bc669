import { addDays, localDay, startOfDay } from '../src/referral/local-day.ts';
import { type AnyProvider, type Circle, type Moment, SEASONS } from './any-provider.ts';
import { type Held, HELD_TABLES, type Row, type Run, runDay } from './naive-rewards.ts';

/** A provider's rows, which get numbers from `first` on: no two of any table have the same. */
export interface ProviderRows {
  /** Its rows as they are when so many runs have been made. */
  readonly after: (runs: number) => Held;
  readonly runs: readonly RunAndPay[];
  /** Every run that there may be, the oldest first. */
  readonly everyRun: readonly Run[];
}

/** A run, and the day on which payments are made after it, if they are. */
interface RunAndPay extends Run {
  readonly paysOn: string | undefined;
}

/** Makes the rows of a provider. */
export function rowsOf(
  plan: AnyProvider,
  { first, currencies }: { first: number; currencies: readonly Row<'currency'>[] },
): ProviderRows {
  let last = first;
  const number = (): number => (last += 1);
  const { timezone } = plan;
  const project = number();
  const days = one(SEASONS, plan.season);
  const groups = [0, 1].map((at) => ({ id: number(), project, name: `Group ${String(at)} of ${String(project)}` }));
  const pricelist = ['vhost', 'vhost', 'vds'].map((itemtype) => {
    const id = number();
    return { id, project, name: `Tariff ${String(id)}`, itemtype, enabled: 1, account_group: null };
  });
  const rates = uniqueBy(
    plan.rates.map(({ currency, day, rate: [numerator = 1, denominator = 1], step }) => ({
      step,
      row: { project, currency: one(currencies, currency).id, day: one(days, day), numerator, denominator },
    })),
    ({ row }) => `${String(row.currency)} ${row.day}`,
  );
  const circles = plan.circles.map((circle) =>
    rowsOfCircle(circle, {
      number,
      project,
      timezone,
      currencies,
      groups,
      pricelist,
      schedules: plan.schedules,
      days,
      instant: ({ day, after }) => startOf(one(days, day), timezone) + after,
    }),
  );
  const provider = {
    ...{ id: project, name: `Provider ${String(project)}`, currency: one(currencies, plan.currency).id, timezone },
    ...({ attribution: 'first', promocode_precedence: 'click', cdate: 0 } as const),
  };
  return {
    after: (runs) =>
      joined([
        { currency: currencies, project: [provider], account_group: groups, pricelist },
        { currency_rate: happened(rates, runs) },
        ...circles.map((after) => after(runs)),
      ]),
    ...runsOf(plan),
  };
}

/** What the circles of a provider's clients share. */
interface Shared {
  readonly number: () => number;
  readonly project: number;
  readonly timezone: string;
  readonly currencies: readonly Row<'currency'>[];
  readonly groups: readonly Row<'account_group'>[];
  readonly pricelist: readonly Row<'pricelist'>[];
  readonly schedules: readonly Run['schedule'][];
  readonly days: readonly string[];
  readonly instant: (moment: Moment) => number;
}

/** The rows of a circle of clients, and of the programs that are theirs alone, after so many runs. */
function rowsOfCircle(circle: Circle, shared: Shared): (runs: number) => Partial<Held> {
  const { number, project, timezone, currencies, groups, pricelist, schedules, days, instant } = shared;
  const name = String(number());
  const account = Array.from({ length: circle.accounts }, () => {
    const id = number();
    return { id, project, name: `Client ${String(id)}`, cdate: 0, erased: null };
  });
  const user = uniqueBy(
    circle.users.map(({ account: of, mailbox, variant }) => ({
      id: number(),
      project,
      // One of the provider's staff, where there is no such client.
      account: account[of]?.id ?? null,
      email: emailOf(`${String(mailbox)}.of.${name}`, variant),
      ...{ realname: '', phone: null, country: null, state: null, passwd: '', tzoffset: null, ga: null, cdate: 0 },
    })),
    ({ email }) => email,
  );
  const item = circle.items.map(({ account: of, tariff, period }) => ({
    ...{ id: number(), account: one(account, of).id, pricelist: one(pricelist, tariff).id, period },
    ...({ parameters: '', status: 'active', cdate: 0 } as const),
  }));

  const programs = circle.programs.map(({ start, end, closed, restrict }) => {
    const id = number();
    const url = `https://site.com/${String(id)}`;
    return {
      ...{ id, project, name: `Program ${String(id)}`, url, website: url },
      start_date: start === null ? null : one(days, start),
      end_date: end === null ? null : one(days, end),
      closed: closed && instant(closed),
      account_group_restrict: one(groups, restrict).id,
      ...{ name_ru: null, promocode: null, assign_by_default: 0, account_group: null, restrict_joining: 0, cdate: 0 },
    };
  });
  const rules = circle.rules.map((rule) => ({
    ...rule,
    row: { id: number(), referralprogram: one(programs, rule.program).id, cdate: 0 },
    groups: [0, 1].map(() => number()),
    conditions: [0, 1, 2].map(() => number()),
  }));
  const versions = rules.flatMap((rule) => {
    const since = rule.versions.map(({ from }) => instant(from)).sort((a, b) => a - b);
    if (rule.old) since[0] = 0;
    return rule.versions.map((version, at) => {
      const begins = since[at] ?? 0;
      const ends = since[at + 1] ?? (rule.ends && Math.max(begins, instant(rule.ends)));
      return { ...version, id: number(), rule, since: begins, until: ends };
    });
  });

  const placeOf = (where: { readonly account: number; readonly program: number }) => ({
    account: one(account, where.account).id,
    project,
    referralprogram: one(programs, where.program).id,
  });
  const partners = uniqueBy(circle.partners.map(placeOf), (place) => JSON.stringify(place));
  const moves = circle.moves
    .map((move) => ({ ...move, place: placeOf(move), left: number(), cdate: instant(move.when) }))
    .sort((a, b) => a.step - b.step);
  const referrals = uniqueBy(
    circle.referrals.flatMap(({ account: of, partner, program, joined: when, step }) => {
      const row = {
        referral_account: one(account, of).id,
        referer_account: one(account, partner).id,
        ...{ project, referralprogram: one(programs, program).id, cdate: instant(when) },
        ...{ sesid: null, site: null, click_date: null, first_order_date: null, last_order_date: null },
      };
      return row.referral_account === row.referer_account ? [] : { step, row };
    }),
    ({ row }) => row.referral_account,
  );
  const buyers = referrals.map(({ row }) => row.referral_account);
  const expenses = circle.expenses.map(({ item: service, amount, currency, step }, at, all) => {
    const { account: of, anybody, when } = all.slice(0, at + 1).findLast(({ anew }) => anew) ?? one(all, 0);
    const cdate = instant(when);
    const row = {
      id: number(),
      account: anybody || buyers.length === 0 ? one(account, of).id : one(buyers, of),
      item: service === null || item.length === 0 ? null : one(item, service).id,
      ...{ name: null, amount, currency: one(currencies, currency).id, cdate, cday: localDay(cdate, timezone) },
    };
    return { step, row };
  });

  const bought = expenses.filter(({ row }) => row.amount > 0);
  const left = new Map(bought.map(({ row }) => [row.id, row.amount]));
  const refunds = circle.refunds
    .flatMap((refund) => (bought.length === 0 ? [] : { ...refund, of: one(bought, refund.expense) }))
    // Nothing is given back before it was paid, and numbers are given in the order of recording.
    .map((refund) => ({ ...refund, step: Math.max(refund.step, refund.of.step) }))
    .sort((a, b) => a.step - b.step)
    .flatMap(({ step, of: { row: expense }, part, when }) => {
      const cdate = Math.max(instant(when), expense.cdate);
      const asked = 'of' in part ? Math.ceil(expense.amount / part.of) : part.amount;
      // Nor is more than was paid.
      const amount = Math.min(asked, left.get(expense.id) ?? 0);
      if (amount === 0) return [];
      left.set(expense.id, (left.get(expense.id) ?? 0) - amount);
      return { step, row: { id: number(), expense: expense.id, amount, cdate, cday: localDay(cdate, timezone) } };
    });

  const said: Partial<Held> = {
    account,
    user,
    item,
    referralprogram: programs,
    referralprogram_rule: rules.map(({ row }) => row),
    referralprogram_rule_version: versions.map(
      ({ id, rule, since, until, schedule, pays, orders, hold, limits, least }) => {
        const { day, time } = one(schedules, schedule);
        return {
          ...{ id, referralprogram_rule: rule.row.id, since, until, ...pays, ...orders, hold_days: hold },
          ...{ schedule_day: day, schedule_time: time, name: null },
          ...{ limit_referral: limits.referral, limit_period: limits.period, min_payment: least },
        };
      },
    ),
    referralprogram_rule_covers: versions.flatMap(({ id: version, covers }) =>
      covers.map((covered) =>
        typeof covered === 'string'
          ? { version, itemtype: covered, pricelist: null }
          : { version, itemtype: null, pricelist: one(pricelist, covered).id },
      ),
    ),
    referralprogram_rule_condition: rules.flatMap(({ row, conditions }) =>
      conditions.map((id) => ({ id, referralprogram_rule: row.id })),
    ),
    referralprogram_rule_condition_group: rules.flatMap(({ row, groups: ids }) =>
      ids.map((id) => ({ id, referralprogram_rule: row.id, name: '' })),
    ),
    referralprogram_rule_version_condition: versions.flatMap(({ id: version, rule, conditions }) =>
      conditions.map(({ ctype, comparison, threshold, orderperiods, group }, at) => ({
        ...{ version, condition: one(rule.conditions, at), ctype },
        condition_group: group === undefined ? null : one(rule.groups, group),
        comparison: ctype === 0 ? null : comparison,
        threshold: ctype === 0 ? null : threshold,
        orderperiods: ctype === 0 || ctype === 3 ? null : orderperiods,
      })),
    ),
  };

  return (runs) => {
    let places: readonly Row<'referralprogram_referer'>[] = partners;
    let members: readonly Row<'account_group_member'>[] = [];
    const left: Row<'referralprogram_referer_withdrawn'>[] = [];
    for (const { what, place, left: id, cdate } of moves.filter(({ step }) => step <= runs)) {
      const isThere = (row: typeof place): boolean =>
        row.account === place.account && row.referralprogram === place.referralprogram;
      const member = { account_group: one(groups, place.referralprogram).id, account: place.account };
      const isMember = (row: typeof member): boolean =>
        row.account_group === member.account_group && row.account === member.account;
      switch (what) {
        case 'leaves':
          if (places.some(isThere)) left.push({ ...place, id, cdate });
          places = places.filter((row) => !isThere(row));
          break;
        case 'leaves and returns':
          if (places.some(isThere)) left.push({ ...place, id, cdate });
          break;
        case 'joins':
          if (!places.some(isThere)) places = [...places, place];
          break;
        case 'barred':
          if (!members.some(isMember)) members = [...members, member];
          break;
        case 'unbarred':
          members = members.filter((row) => !isMember(row));
      }
    }
    return {
      ...said,
      expense: happened(expenses, runs),
      refund: happened(refunds, runs),
      referralprogram_referral: happened(referrals, runs),
      referralprogram_referer: places,
      referralprogram_referer_withdrawn: left,
      account_group_member: members,
    };
  };
}

function runsOf({ season, schedules, runs, inOrder }: AnyProvider): Pick<ProviderRows, 'runs' | 'everyRun'> {
  const [firstDay = ''] = one(SEASONS, season);
  const month = Number(firstDay.slice(0, 4)) * 12 + Number(firstDay.slice(5, 7)) - 1;
  const runOf = (schedule: Run['schedule'], after: number): Run => ({
    schedule,
    day: runDay(month + after, schedule.day),
  });
  const byDay = (a: Run, b: Run): number => a.day.localeCompare(b.day);
  const some = runs.map(({ schedule, month: after, pays }) => {
    const run = runOf(one(schedules, schedule), after);
    return { ...run, paysOn: pays === null ? undefined : addDays(run.day, pays) };
  });
  const different = uniqueBy(schedules, (schedule) => JSON.stringify(schedule));
  return {
    runs: inOrder ? some.sort(byDay) : some,
    everyRun: different.flatMap((schedule) => [1, 2, 3].map((after) => runOf(schedule, after))).sort(byDay),
  };
}

/** One mailbox in several ways, and others that look like it. */
const emailOf = (name: string, variant: number): string =>
  one(
    [
      `ada.${name}@example.com`,
      `Ada.${name}+shop@Example.com`,
      `ada.${name}+a+b@example.com`,
      `ada.${name}.+@example.com`,
      `ÄDA.${name}@example.com`,
      `äda.${name}+x@example.com`,
    ],
    variant,
  );

const starts = new Map<string, number>();

/** Found once: it takes a while. */
function startOf(day: string, timezone: string): number {
  const key = `${day} ${timezone}`;
  const start = starts.get(key) ?? startOfDay(day, timezone);
  starts.set(key, start);
  return start;
}

/** What has happened after so many runs. */
const happened = <Row>(rows: readonly { readonly step: number; readonly row: Row }[], runs: number): Row[] =>
  rows.filter(({ step }) => step <= runs).map(({ row }) => row);

/** The rows of all parts. */
const joined = (parts: readonly Partial<Held>[]): Held =>
  Object.fromEntries(
    HELD_TABLES.map((table) => [table, parts.flatMap((part): readonly unknown[] => part[table] ?? [])]),
  ) as unknown as Held;

/** One of the things there are. */
function one<Thing>(things: readonly Thing[], at: number): Thing {
  const thing = things[at % things.length];
  if (thing === undefined) throw new Error('there is none of these');
  return thing;
}

const uniqueBy = <Thing>(things: readonly Thing[], key: (thing: Thing) => unknown): Thing[] => [
  ...new Map(things.map((thing) => [key(thing), thing])).values(),
];
