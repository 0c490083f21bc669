import { expect, test } from '@jest/globals';
import type { KyselyPlugin } from 'kysely';
import { addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import type { Store } from '../store/open.ts';
import type { ClickMethod } from '../store/schema.ts';
import { storeLanding } from './click-batches.ts';
import type { Stored } from './store-landings.ts';

onEachStore((place) => {
  const count = (): undefined => undefined;
  const visitor = 'somebody';
  let sites = 0;
  const aProgram = async () => {
    sites += 1;
    const website = `https://site-${String(sites)}.com/`;
    const provider = await addTestProvider(place().store, { now: 0, url: website });
    const land = (
      partner: number | undefined,
      { nonce, method = 'site', store = place().store }: { nonce?: string; method?: ClickMethod; store?: Store } = {},
    ): Promise<Stored> =>
      storeLanding(store, {
        website,
        host: new URL(website).host,
        partner,
        nonce,
        method,
        now: Date.now(),
        count,
        visitor,
      });
    const stored = async (): Promise<(string | null)[][]> => {
      const clicks = place().store.selectFrom('referralprogram_click').where('site', '=', website);
      const rows = await clicks.select(['sesid', 'referer_account', 'nonce']).execute();
      return rows.map(({ sesid, referer_account, nonce }) => [
        sesid,
        referer_account === null ? null : String(referer_account),
        nonce,
      ]);
    };
    return { ...provider, land, stored };
  };
  const idOf = (stored: Stored): string => (stored.kind === 'click' ? stored.cntid : stored.kind);

  test('clicks of one turn each get an id of their own, and each its partner', async () => {
    const { partner, program, land, stored } = await aProgram();
    const landings = [land(partner), land(undefined), land(partner), land(partner + 1_000_000)];
    const outcomes = await Promise.all(landings);
    expect(outcomes).toMatchObject([
      { kind: 'click', program },
      { kind: 'click', program: null },
      { kind: 'click', program },
      { kind: 'refused', reason: 'unknown-partner' },
    ]);
    const [first, second, third] = outcomes.map(idOf);
    expect(new Set([first, second, third]).size).toBe(3);
    expect((await stored()).toSorted()).toEqual(
      [
        [first, String(partner), null],
        [second, null, null],
        [third, String(partner), null],
      ].toSorted(),
    );
  });

  test('however many come in one turn, they are matched by one statement and stored by one', async () => {
    const { partner, land, stored } = await aProgram();
    let statements = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    const store = place().store.withPlugin(counting);
    await Promise.all(Array.from({ length: 300 }, () => land(partner, { store })));
    expect(statements).toBe(2);
    expect(await stored()).toHaveLength(300);
  });

  test('clicks that come while others are stored are stored after them, also more than are stored at once', async () => {
    const { partner, land, stored } = await aProgram();
    const clicks = (count: number): Promise<Stored[]> =>
      Promise.all(Array.from({ length: count }, () => land(partner)));
    const first = land(partner);
    const afterFirst = first.then(() => clicks(20));
    const all = [await first, ...(await clicks(2500)), ...(await afterFirst)];
    expect(all).toHaveLength(2521);
    expect(new Set(all.map(idOf))).toEqual(new Set((await stored()).map(([sesid]) => sesid)));
  });

  test('a retry with the same nonce gets the same answer, in the same turn and later', async () => {
    const { partner, land, stored } = await aProgram();
    const nonce = `nonce-${String(sites)}-${String(Date.now())}`;
    const [one, other, another] = await Promise.all([
      land(partner, { nonce }),
      land(partner),
      land(partner, { nonce }),
    ]);
    const [later, new_] = await Promise.all([land(partner, { nonce }), land(partner)]);
    expect([another, later].map(idOf)).toEqual([idOf(one), idOf(one)]);
    expect(new Set([one, other, new_].map(idOf)).size).toBe(3);
    expect(await stored()).toHaveLength(3);
  });

  test('a click that cannot be stored fails alone, and takes no other with it', async () => {
    const { partner, land, stored } = await aProgram();
    const outcomes = await Promise.allSettled([
      land(partner),
      land(partner, { method: 'none that the table knows' as ClickMethod }),
      land(partner),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await stored()).toHaveLength(2);
  });

  test('where the database fails, all of a turn fail with it, and it is not asked again for each', async () => {
    const { partner, land, stored } = await aProgram();
    let statements = 0;
    const failing: KyselyPlugin = {
      transformQuery: () => {
        statements += 1;
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    const store = place().store.withPlugin(failing);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => land(partner, { store })));
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(statements).toBe(1);
    expect(await stored()).toEqual([]);
  });
});
