import { expect, test } from '@jest/globals';
import { addTestClient, addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import { hashPassword, isPassword } from './password.ts';
import { arrivalsOf, endSession, findSession, forgetSessions, logIn, noteArrival, startSession } from './session.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2025-08-01T12:00:00Z');

onEachStore((place) => {
  const logInSomebody = async (): Promise<string> => {
    const { store } = place();
    const { project } = await addTestProvider(store, { now: NOW });
    const { user } = await store.transaction().execute((writing) => addTestClient(writing, project, NOW));
    return logIn(store, { session: undefined, user, now: NOW });
  };

  test('a login lives for an hour after its last use, and is not woken by a use that comes later', async () => {
    const { store } = place();
    const token = await logInSomebody();
    expect((await findSession(store, token, NOW + HOUR))?.user).toBeDefined();
    expect((await findSession(store, token, NOW + 2 * HOUR))?.user).toBeDefined();
    expect(await findSession(store, token, NOW + 3 * HOUR + 1)).toMatchObject({ user: undefined });
    expect(await findSession(store, token, NOW + 3 * HOUR + 2)).toMatchObject({ user: undefined });
  });

  test('its use is written at most once a minute', async () => {
    const { store } = place();
    const token = await logInSomebody();
    const written = async () =>
      (await store.selectFrom('session').select('last_used').orderBy('id', 'desc').executeTakeFirstOrThrow()).last_used;
    await findSession(store, token, NOW + MINUTE);
    expect(await written()).toBe(NOW);
    await findSession(store, token, NOW + MINUTE + 1);
    expect(await written()).toBe(NOW + MINUTE + 1);
  });

  test('a visitor is remembered for a day, with what brought them, the same again once', async () => {
    const { store } = place();
    const session = await startSession(store, NOW);
    await noteArrival(store, session, { sesid: 'aaaa' }, NOW);
    await noteArrival(store, session, { partner: 2 }, NOW);
    await noteArrival(store, session, { sesid: 'aaaa', partner: 2 }, NOW);
    await noteArrival(store, session, { sesid: 'bbbb', partner: 2 }, NOW);
    expect(await arrivalsOf(store, session)).toEqual([{ sesid: 'aaaa' }, { partner: 2 }, { sesid: 'bbbb' }]);
    expect(await findSession(store, session.token, NOW + 24 * HOUR - 1)).toBeDefined();
  });

  test('a session that has ended in another tab holds up neither an arrival nor a login', async () => {
    const { store } = place();
    const { project } = await addTestProvider(store, { now: NOW });
    const { user } = await store.transaction().execute((writing) => addTestClient(writing, project, NOW));
    const session = await startSession(store, NOW);
    await endSession(store, session);
    await noteArrival(store, session, { sesid: 'aaaa', partner: 2 }, NOW);
    expect(await arrivalsOf(store, session)).toEqual([]);
    const token = await logIn(store, { session, user, now: NOW });
    expect((await findSession(store, token, NOW))?.user?.id).toBe(user);
  });

  test('who logs in over somebody else’s session does not find their lists narrowed down', async () => {
    const { store } = place();
    const session = await startSession(store, NOW);
    await store
      .insertInto('session_filter')
      .values({ session: session.id, list: 'account', field: 'name', value: 'a' })
      .execute();
    const { project } = await addTestProvider(store, { now: NOW });
    const { user } = await store.transaction().execute((writing) => addTestClient(writing, project, NOW));
    await logIn(store, { session, user, now: NOW });
    expect(await store.selectFrom('session_filter').where('session', '=', session.id).selectAll().execute()).toEqual(
      [],
    );
  });

  test('a session that is over is forgotten, and its arrivals with it; one that is not stays', async () => {
    const { store } = place();
    const [old, young] = [await startSession(store, NOW), await startSession(store, NOW + HOUR)];
    await noteArrival(store, old, { sesid: 'aaaa' }, NOW);
    await forgetSessions(store, NOW + 24 * HOUR);
    expect(await findSession(store, old.token, NOW)).toBeUndefined();
    expect(await arrivalsOf(store, old)).toEqual([]);
    expect(await findSession(store, young.token, NOW + HOUR)).toBeDefined();
  });
});

test('a password is known by its hash, however its characters are composed; another, or none, is not', async () => {
  const stored = await hashPassword('p\u00e4ssword');
  expect(await isPassword('pa\u0308ssword', stored)).toBe(true);
  expect(await isPassword('password', stored)).toBe(false);
  expect(await isPassword('', undefined)).toBe(false);
  expect(await isPassword('', '')).toBe(false);
  expect(await isPassword('', 'nonsense')).toBe(false);
  expect(stored).not.toBe(await hashPassword('p\u00e4ssword'));
});
