import { describe, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { onEachStore } from '../../testing/stores.ts';
import { registry } from '../metrics/registry.ts';
import { createProgram } from '../store/programs.ts';

const func = 'referralprogram.registerclick';

onEachStore((place) => {
  const backend = withBackend(place);
  const clicks = () => backend().store.selectFrom('referralprogram_click').selectAll().execute();
  const link = (from: string | number = backend().partner) => `https://site.com/?from=${String(from)}`;

  test('a retry with the same nonce gets the same answer, and one row; also when both come at once', async () => {
    const { doc } = backend();
    const before = (await clicks()).length;
    const ask = () => doc({ func, p: link(), nonce: 'nonce-of-a-landing' });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(first.cntid?.$).toBe(second.cntid?.$);
    expect((await ask()).cntid?.$).toBe(first.cntid?.$);
    expect(await clicks()).toHaveLength(before + 1);
  });

  test('visitors who share an address each get an id of their own, and who clicks again is marked, not refused', async () => {
    const ask = async (agent: string, p = link()): Promise<string | undefined> =>
      (await backend().doc({ func, p }, { headers: { 'User-Agent': agent } })).cntid?.$;
    const first = await ask('Firefox');
    const [again, other, withoutPartner] = [
      await ask('Firefox'),
      await ask('Chrome'),
      await ask('Firefox', 'https://site.com/'),
    ];
    expect(new Set([first, again, other, withoutPartner]).size).toBe(4);
    const marks = new Map((await clicks()).map(({ sesid, duplicate_of }) => [sesid, duplicate_of]));
    expect([first, again, other, withoutPartner].map((id = '') => marks.get(id))).toEqual([null, first, null, null]);
  });

  test('who says it is a bot is answered so, counted and logged, and stored as no click', async () => {
    const before = (await clicks()).length;
    const counted = async (): Promise<number> => {
      const kinds = (await registry.getSingleMetric('billref_clicks_total')?.get())?.values ?? [];
      return kinds.find(({ labels }) => labels.outcome === 'bot')?.value ?? 0;
    };
    const bots = await counted();
    const agent = { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' };
    expect(await backend().doc({ func, p: link() }, { headers: agent })).toMatchObject({ reason: { $: 'bot' } });
    expect(await clicks()).toHaveLength(before);
    expect(await counted()).toBe(bots + 1);
    await backend().counterLog('refused=bot');
  });

  test('every answer may be read by any page, never with its cookies, and is not kept', async () => {
    for (const p of [link(), 'https://elsewhere.com/', 'nonsense', '']) {
      const { headers } = await backend().ask({ func, p, out: 'xjson' }, { headers: { Origin: 'https://site.com' } });
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  describe('bad input is the platform’s error, names the parameter and stores nothing', () => {
    test.each([
      ['no p', {}, 'missed', 'p'],
      ['an empty p', { p: '' }, 'missed', 'p'],
      ['a p that is no address', { p: 'site.com' }, 'value', 'p'],
      ['a p of another protocol', { p: 'javascript:alert(1)//?from=2' }, 'value', 'p'],
      ['a p that is too long', { p: `https://site.com/?from=2&x=${'x'.repeat(3000)}` }, 'value', 'p'],
      ['a p with a NUL in it', { p: 'https://site.com/?from=2\0' }, 'value', 'p'],
      ['a from that is no id', { p: 'https://site.com/?from=abc' }, 'value', 'from'],
      ['an empty from', { p: 'https://site.com/?from=' }, 'value', 'from'],
      ['a nonce that is none', { p: 'https://site.com/?from=2', nonce: 'a b' }, 'value', 'nonce'],
    ])('%s', async (_, parameters: Record<string, string>, type, object) => {
      const { ask, doc, failures } = backend();
      const before = (await clicks()).length;
      const { error } = await doc({ func, ...parameters });
      expect(error).toMatchObject({ $type: type, $object: object });
      expect((await ask({ func, out: 'xjson', ...parameters })).status).toBe(200);
      expect(await clicks()).toHaveLength(before);
      expect(failures).toEqual([]);
    });
  });

  test('several programs with one Website URL: the open one in which the partner takes part, the earliest first', async () => {
    const { store, project, doc, partner } = backend();
    const insert = (name: string, end_date: string | null) =>
      createProgram(store, project, { name, url: 'https://b.com', end_date }, 0);
    const [over, other, first, second] = [
      await insert('over', '2020-01-01'),
      await insert('not theirs', null),
      await insert('first', null),
      await insert('second', null),
    ];
    for (const id of [over, first, second])
      await store
        .insertInto('referralprogram_referer')
        .values({ account: partner, project, referralprogram: id })
        .execute();
    const { cntid } = await doc({ func, p: `https://b.com?from=${String(partner)}` });
    expect((await clicks()).find(({ sesid }) => sesid === cntid?.$)?.referralprogram).toBe(first);
    expect(other).not.toBe(first);

    await store
      .updateTable('referralprogram')
      .set({ end_date: '2020-01-01' })
      .where('website', '=', 'https://b.com/')
      .execute();
    expect(await doc({ func, p: `https://b.com?from=${String(partner)}` })).toMatchObject({
      reason: { $: 'program-closed' },
    });
  });

  test('an address cannot forge a line of counter.log', async () => {
    const { doc, counterLog } = backend();
    const p = `https://site.com/?from=1&x='%0AAug 1 00:00:00 [1:1] forged`;
    await doc({ func, p });
    const text = await counterLog('forged');
    expect(text.split('\n').filter((line) => line.includes('forged'))).toEqual([
      expect.stringMatching(
        /^\w{3} \d{1,2} [\d:]{8} \[\d+:\d+\] counter INFO Request \[counter\]\[public\] 'func=[^'\s]*'$/,
      ),
    ]);
  });
});
