import { isClickId } from '@billref/protocol';
import { beforeEach, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { registerClick } from '../../testing/click-load.ts';
import { clientLogin, TEST_PASSWORD } from '../../testing/logins.ts';
import { onEachStore } from '../../testing/stores.ts';
import { TRIES_OF_ACCOUNT } from '../sessions/tries.ts';
import { newClickLimits } from './click-limits.ts';

const NOON = Date.parse('2026-03-20T12:00:00Z');
const HOUR = 3_600_000;

onEachStore((place) => {
  let now = NOON;
  const backend = withBackend(place, () => ({
    clock: () => now,
    clickLimits: newClickLimits({ ofAddress: 5, ofProgram: 0 }),
  }));
  beforeEach(() => {
    // Of the limit, nothing is used.
    now = NOON + HOUR;
  });
  let clicks = 0;
  const click = (nonce = `click-${String((clicks += 1))}-by-a-clock`) =>
    registerClick(backend().origin, { partner: backend().partner, nonce });
  const row = (cntid: string) =>
    place()
      .store.selectFrom('referralprogram_click')
      .where('sesid', '=', cntid)
      .select(['cdate', 'duplicate_of'])
      .executeTakeFirstOrThrow();

  test('a clock that jumps back: ids are valid and new, repeats are marked, a retry gets its answer', async () => {
    const before = await click('the-same-click-before-and-after');
    now -= 3 * HOUR;
    const after = await click();
    expect([isClickId(after), after === before]).toEqual([true, false]);
    expect(after.split('.')[0]).toBe(String(Math.floor(now / 1000)));
    expect(await row(after)).toEqual({ cdate: now, duplicate_of: before });
    expect(await click('the-same-click-before-and-after')).toBe(before);
  });

  test('a clock that jumps back: who has used up the limit waits no longer than a minute', async () => {
    const untilLimited = async (): Promise<number> => {
      for (let made = 0; ; made += 1)
        try {
          await click();
        } catch (error) {
          expect(String(error)).toContain('too many clicks');
          return made;
        }
    };
    now += 24 * HOUR;
    expect(await untilLimited()).toBe(5);
    now -= 24 * HOUR;
    expect(await untilLimited()).toBe(5);
    now += 60_000;
    expect(await untilLimited()).toBe(5);
  });

  test('a clock that jumps back: who is logged in stays so, and whoever was locked out may log in', async () => {
    const { email } = await clientLogin(place().store, backend().project);
    const logIn = (password: string) => backend().doc({ func: 'auth', username: email, password });
    const { auth } = await logIn(TEST_PASSWORD);
    const whoami = async () => (await backend().ask({ func: 'whoami', out: 'json', auth: auth?.$ ?? '' })).text();
    expect(await whoami()).toContain(email);
    for (let tries = 0; tries < TRIES_OF_ACCOUNT.most; tries += 1) await logIn('wrong');
    expect((await logIn(TEST_PASSWORD)).auth).toBeUndefined();
    now -= 10 * 24 * HOUR;
    expect(await whoami()).toContain(email);
    expect((await logIn(TEST_PASSWORD)).auth?.$).toBeTruthy();
  });
});
