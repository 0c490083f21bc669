import { expect, test } from '@jest/globals';
import { addTestProvider } from '../../testing/provider.ts';
import { withBackend } from '../../testing/backend.ts';
import { onEachStore } from '../../testing/stores.ts';
import { newClickLimits } from './click-limits.ts';

const NOW = 1_762_745_305_000;

test('one address makes so many clicks a minute, and keeps no other out', () => {
  const { ofAddress } = newClickLimits({ ofAddress: 60, ofProgram: 1 });
  for (let n = 0; n < 60; n += 1) expect(ofAddress('192.0.2.1', NOW)).toBeUndefined();
  expect(ofAddress('192.0.2.1', NOW)).toBe(1000);
  expect(ofAddress('192.0.2.2', NOW)).toBeUndefined();
  expect(ofAddress('192.0.2.1', NOW + 1000)).toBeUndefined();
});

test('one program takes so many clicks a minute, and no other takes less', () => {
  const { ofProgram } = newClickLimits({ ofAddress: 1, ofProgram: 60 });
  for (let n = 0; n < 60; n += 1) expect(ofProgram(1, NOW)).toBeUndefined();
  expect(ofProgram(1, NOW)).toBe(1000);
  expect(ofProgram(2, NOW)).toBeUndefined();
});

onEachStore((place) => {
  const now = Date.now();
  const limits = { ofAddress: 20, ofProgram: 5 };
  // Each test has the clock, and with it the minute, to itself.
  let minutes = 0;
  const backend = withBackend(place, () => ({
    ...{ clickLimits: newClickLimits(limits), trusts: () => true },
    clock: () => now + minutes * 120_000,
  }));
  let sites = 0;
  const aSite = async () => {
    minutes += 1;
    sites += 1;
    const url = `https://limited-${String(sites)}.com/`;
    const { partner } = await addTestProvider(place().store, { now: 0, url });
    const click = (address: string, out = 'json') =>
      backend().ask(
        { func: 'referralprogram.registerclick', out, p: `${url}?from=${String(partner)}` },
        { headers: { 'x-forwarded-for': address } },
      );
    const stored = async (): Promise<number> => {
      const clicks = place().store.selectFrom('referralprogram_click').where('site', '=', url);
      return (await clicks.select('sesid').execute()).length;
    };
    return { url, partner, click, stored };
  };

  test('a program’s clicks beyond its limit are answered 429 with the time to wait, and stored by none', async () => {
    const { click, stored } = await aSite();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => click(`192.0.2.${String(n)}`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBe(12);
    expect(refused?.headers.get('access-control-allow-origin')).toBe('*');
    expect(await refused?.json()).toMatchObject({ doc: { error: { $type: 'auth', $object: 'badip' } } });
    expect(await stored()).toBe(5);
  });

  test('an address is refused beyond its limit, wherever its clicks go, and takes nothing of a program’s share', async () => {
    const { click, stored, url } = await aSite();
    const other = `${url}other/`;
    const elsewhere = { func: 'referralprogram.registerclick', out: 'json', p: other };
    for (let n = 0; n < 20; n += 1)
      expect((await backend().ask(elsewhere, { headers: { 'x-forwarded-for': '198.51.100.1' } })).status).toBe(200);
    for (let n = 0; n < 10; n += 1) expect((await click('198.51.100.1')).status).toBe(429);
    for (let n = 0; n < 5; n += 1) expect((await click('198.51.100.2')).status).toBe(200);
    expect(await stored()).toBe(5);
  });

  test('an address beyond its limit writes nothing into counter.log, whatever it sends', async () => {
    const { url } = await aSite();
    const ask = (p: string, agent: string) =>
      backend().ask(
        { func: 'referralprogram.registerclick', out: 'json', p },
        { headers: { 'x-forwarded-for': '203.0.113.9', 'user-agent': agent } },
      );
    for (let n = 0; n < 20; n += 1) await ask(`${url}?from=x`, 'Chrome');
    for (const [p, agent] of [
      [`${url}?from=beyond`, 'Chrome'],
      [`${url}?from=beyond`, 'Googlebot'],
      ['beyond', 'Chrome'],
    ] as const)
      expect((await ask(p, agent)).status).toBe(429);
    await ask(url, 'Chrome');
    expect((await backend().ask({ func: 'referralprogram.registerclick', p: `${url}last` })).status).toBe(200);
    expect(await backend().counterLog(`last`)).not.toContain('beyond');
  });
});
