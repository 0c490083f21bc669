import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startServer } from '../../testing/running-server.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const serve = () => {
    const { folder, databaseUrl } = place();
    return startServer({ BILLREF_DIR: folder, DATABASE_URL: databaseUrl });
  };

  test('each request has one line of JSON with what it is called, and no secret that it carried', async () => {
    const server = await serve();
    const secrets = ['a-password', 'a-session', 'a-key', 'a-name:a-word', 'a-visitor'];
    const [password = '', session = '', key = '', authinfo = '', agent = ''] = secrets;
    const headers = { Cookie: `billmgrses5=${session}`, 'User-Agent': `${agent}\n{"level":30}`.replace('\n', '') };
    const form = new URLSearchParams({ func: 'auth', username: 'a@example.com', password, key });
    const billing = `${server.origin}/billmgr`;
    const answers = [
      await fetch(`${billing}?func=whoami&auth=${session}&authinfo=${authinfo}&out=json`, { headers }),
      await fetch(billing, { method: 'POST', body: form, headers }),
      await fetch(`${server.origin}/${password}?func=%0A%7B%22level%22%3A30%7D`, { headers }),
      await fetch(`${billing}?func=${password}`, { headers }),
    ];
    expect(await server.stop()).toBe(0);
    const lines = server.logged.filter(({ msg }) => msg === 'answered');
    expect(lines.map(({ method, func, status }) => ({ method, func, status }))).toEqual([
      { method: 'GET', func: 'whoami', status: 200 },
      { method: 'POST', func: 'auth', status: 200 },
      { method: 'GET', status: 404 },
      { method: 'GET', status: 200 },
    ]);
    expect(lines.map(({ id }) => id)).toEqual(answers.map((answer) => answer.headers.get('x-request-id')));
    expect(new Set(lines.map(({ id }) => id)).size).toBe(4);
    for (const { ms } of lines) expect(ms).toBeGreaterThan(0);
    for (const secret of secrets) expect(JSON.stringify(server.logged)).not.toContain(secret);
  });

  test('what failed here is told beside the request that it failed for', async () => {
    const server = await serve();
    await sql`alter table session rename to hidden`.execute(place().store);
    const answer = await fetch(`${server.origin}/billmgr?func=whoami&auth=somebody`);
    await sql`alter table hidden rename to session`.execute(place().store);
    expect(answer.status).toBe(500);
    expect(await server.stop()).toBe(0);
    const id = answer.headers.get('x-request-id');
    expect(server.logged).toContainEqual(expect.objectContaining({ level: 50, id }));
    expect(server.logged).toContainEqual(expect.objectContaining({ level: 30, id, status: 500 }));
  });
});
