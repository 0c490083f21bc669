import { sql } from 'kysely';
import type { Store } from './open.ts';
import type { Click } from './schema.ts';
import { sentNumber, sentRows, sentText } from './sent-rows.ts';

/** A click that nobody has registered with yet. */
export type NewClick = Omit<Click, 'referral_account'>;

/**
 * Stores clicks with one statement, all of them or none; of one whose nonce was stored before it finds that click.
 *
 * @returns the ids to answer with, in the order of the clicks
 */
export async function saveClicks(store: Store, clicks: readonly NewClick[]): Promise<string[]> {
  // In one order, so that two servers that are asked the same again do not wait for each other.
  const inOrder = clicks.toSorted((one, other) => (one.nonce ?? '').localeCompare(other.nonce ?? ''));
  const rows = inOrder.map((click) => [
    click.sesid,
    click.method,
    click.project,
    click.referer_account,
    click.referralprogram,
    click.site,
    click.nonce,
    click.duplicate_of,
    click.cdate,
  ]);
  // Without a `where`, SQLite takes `on conflict` for that of a join.
  const { numAffectedRows } = await sql`
    insert into referralprogram_click
      (sesid, method, project, referer_account, referralprogram, site, nonce, duplicate_of, cdate)
    select ${sentText(0)}, ${sentText(1)}, ${sentNumber(2)}, ${sentNumber(3)}, ${sentNumber(4)}, ${sentText(5)},
      ${sentText(6)}, ${sentText(7)}, ${sentNumber(8)}
    from ${sentRows(store, rows)}
    where true
    on conflict do nothing
  `.execute(store);
  if (numAffectedRows === BigInt(clicks.length)) return clicks.map(({ sesid }) => sesid);
  const stored = await idsByNonce(
    store,
    clicks.map(({ nonce }) => nonce),
  );
  return clicks.map(({ sesid, nonce }) => (nonce === null ? sesid : (stored.get(nonce) ?? sesid)));
}

async function idsByNonce(store: Store, nonces: readonly (string | null)[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ nonce: string; sesid: string }>`
    select click.nonce, click.sesid
    from ${sentRows(
      store,
      nonces.map((nonce) => [nonce]),
    )}
    join referralprogram_click as click on click.nonce = ${sentText(0)}
    order by click.cdate desc
  `.execute(store);
  return new Map(rows.map(({ nonce, sesid }) => [nonce, sesid]));
}

/** The provider whose program the first of these clicks was for, among those the platform knows. */
export async function projectOfClicks(store: Store, ids: readonly (string | undefined)[]): Promise<number | undefined> {
  const known = ids.filter((id) => id !== undefined);
  if (known.length === 0) return undefined;
  const clicks = await store
    .selectFrom('referralprogram_click')
    .where('sesid', 'in', known)
    .select(['sesid', 'project'])
    .execute();
  return known.map((id) => clicks.find(({ sesid }) => sesid === id)).find((click) => click !== undefined)?.project;
}
