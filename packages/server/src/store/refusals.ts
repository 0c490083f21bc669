import { countTry, type Limit } from '../sessions/tries.ts';
import type { Store } from './open.ts';
import type { Refusal } from './schema.ts';
import type { Traced } from './trace.ts';

const DAY = 86_400_000;

/** How long a refused landing can be traced, in milliseconds. */
const REFUSAL_LIFE = 30 * DAY;

/** Of one provider: anybody may send addresses, and `counter.log` has them all. */
const REFUSALS_OF_PROVIDER: Limit = { most: 1000, span: DAY };

/** How many are told at once, the latest. */
const TOLD = 100;

/** Until when providers have used their refusals up, by store: to count on would take a transaction for each landing. */
const usedUp = new WeakMap<Store, Map<number, number>>();

/** Keeps a landing that made no click. One that is about no provider, by its address or its partner, is nobody's. */
export async function keepRefusal(
  store: Store,
  { project, ...refusal }: Omit<Refusal, 'id' | 'project'> & { project: number | undefined },
): Promise<void> {
  const of = project ?? (await projectOfPartner(store, refusal.partner));
  if (of === undefined) return;
  const until = usedUp.get(store) ?? new Map<number, number>();
  usedUp.set(store, until);
  if (refusal.cdate < (until.get(of) ?? 0)) return;
  const again = await countTry(store, `refusal project ${String(of)}`, REFUSALS_OF_PROVIDER, refusal.cdate);
  if (again !== undefined) {
    until.set(of, again);
    return;
  }
  await store
    .insertInto('referralprogram_refusal')
    .values({ ...refusal, project: of })
    .execute();
}

async function projectOfPartner(store: Store, partner: number | null): Promise<number | undefined> {
  const account = store
    .selectFrom('account')
    .where('id', '=', partner ?? 0)
    .select('project');
  return (await account.executeTakeFirst())?.project;
}

/** The landings of a provider that made no click, in time order: on this address, or with this partner, or both. */
export async function traceRefusals(
  store: Store,
  { project, site, partner }: { project: number; site?: string | undefined; partner?: number | undefined },
): Promise<Traced[]> {
  const rows = await store
    .selectFrom('referralprogram_refusal')
    .where('project', '=', project)
    .$if(site !== undefined, (query) => query.where('site', '=', site ?? ''))
    .$if(partner !== undefined, (query) => query.where('partner', '=', partner ?? 0))
    .orderBy('cdate', 'desc')
    .orderBy('id', 'desc')
    .limit(TOLD)
    .selectAll()
    .execute();
  return rows.reverse().map(({ id, cdate, partner: from, site: landed, reason, url }) => ({
    cdate,
    table: 'referralprogram_refusal',
    id: String(id),
    what:
      `a landing ${from === null ? 'without a partner' : `on the link of partner ${String(from)}`}, on ${landed}, ` +
      `refused: ${reason}${url === null ? '' : `; the Website URL is ${url}`}`,
    partner: from ?? undefined,
  }));
}

/** Forgets what can be traced no longer. */
export async function forgetRefusals(store: Store, now: number): Promise<void> {
  await store
    .deleteFrom('referralprogram_refusal')
    .where('cdate', '<=', now - REFUSAL_LIFE)
    .execute();
}
