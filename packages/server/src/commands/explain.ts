import type { Config } from '../config.ts';
import { localTime } from '../referral/local-day.ts';
import { readLanding } from '../referral/match-landing.ts';
import { explainExpense } from '../rewards/explain-expense.ts';
import { writeExplained } from '../rewards/write-explained.ts';
import { openStore, type Store } from '../store/open.ts';
import { traceRefusals } from '../store/refusals.ts';
import { trace, type Traced, type TraceOf, traceSubject } from '../store/trace.ts';

/** An address on which landings were refused. */
interface Landing {
  readonly kind: 'landing';
  readonly site: string;
  readonly partner: number | undefined;
}

/**
 * What is to be explained, as the command line says it.
 *
 * @throws RangeError if it says nothing, or an id that is none
 */
export function readTraceOf({
  click,
  account,
  expense,
  landing,
}: {
  click?: string;
  account?: string;
  expense?: string;
  landing?: string;
}): TraceOf | Landing {
  if (landing !== undefined) {
    const read = readLanding(landing, undefined);
    if ('malformed' in read) throw new RangeError(`--landing '${landing}' is no landing's address`);
    return { kind: 'landing', site: read.website, partner: read.partner };
  }
  if (click !== undefined) return { kind: 'click', sesid: click };
  const [kind, id] = account === undefined ? (['expense', expense] as const) : (['account', account] as const);
  if (id === undefined) throw new RangeError('say what to explain: --click, --account, --expense or --landing');
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new RangeError(`--${kind} '${id}' is no id`);
  return kind === 'account' ? { kind, account: Number(id) } : { kind, expense: Number(id) };
}

/**
 * Prints what happened to a click, a client or an expense, or which landings on an address were refused, in time order;
 * of an expense also what each rule made of it.
 *
 * @throws RangeError if there is none
 */
export async function explain(config: Config, of: TraceOf | Landing): Promise<void> {
  const store = await openStore(config);
  try {
    if (of.kind === 'landing') await explainLanding(store, of);
    else await explainTrace(store, of);
  } finally {
    await store.destroy();
  }
}

async function explainTrace(store: Store, of: TraceOf): Promise<void> {
  const subject = await traceSubject(store, of);
  if (subject === undefined) throw new RangeError(`there is no such ${of.kind}`);
  const { timezone } = await store
    .selectFrom('project')
    .where('id', '=', subject.project)
    .select('timezone')
    .executeTakeFirstOrThrow();
  print(await trace(store, subject, { isStaff: true }), timezone);
  if (of.kind === 'expense') console.log(`\n${writeExplained(await explainExpense(store, of.expense, Date.now()))}`);
}

async function explainLanding(store: Store, { site, partner }: Landing): Promise<void> {
  let refusals = 0;
  for (const { id: project, timezone } of await store.selectFrom('project').select(['id', 'timezone']).execute()) {
    const refused = await traceRefusals(store, { project, site, partner });
    print(refused, timezone);
    refusals += refused.length;
  }
  if (refusals === 0) throw new RangeError('no such landing was refused lately');
}

function print(events: readonly Traced[], timezone: string): void {
  for (const { cdate, table, id, what } of events)
    console.log(`${localTime(cdate, timezone)}  ${`${table} ${id}`.padEnd(36)}  ${what}`);
}
