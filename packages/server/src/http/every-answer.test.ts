import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExampleBackend, exampleBackends } from '../../testing/example-backend.ts';
import { EXAMPLE_SESSIONS } from '../../testing/example-data.ts';
import type { Example } from '../call/declare.ts';
import { functions } from '../call/registry.ts';

/** What no page of a stranger gets of a visitor by any function, and what every answer says to browsers. */

let backends: Awaited<ReturnType<typeof exampleBackends>> | undefined;
let backend: ExampleBackend | undefined;
let untouched: number | undefined;
beforeAll(async () => {
  backends = await exampleBackends();
});
afterAll(async () => {
  await backend?.close();
  backends?.remove();
});

/** A backend to which nothing was written since it began. */
const fresh = async (): Promise<ExampleBackend> => {
  if (backend !== undefined && backend.version() === untouched) return backend;
  await backend?.close();
  backend = await backends?.start();
  if (backend === undefined) throw new Error('the backends are made before the first test');
  untouched = backend.version();
  return backend;
};

interface Asked {
  readonly by: 'GET' | 'POST';
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks by the cookie of whom the example names. */
function ask({ origin }: ExampleBackend, as: Example['as'], { by, fields, headers }: Asked): Promise<Response> {
  const form = new URLSearchParams(fields);
  return fetch(`${origin}/billmgr${by === 'GET' ? `?${form.toString()}` : ''}`, {
    method: by,
    ...(by === 'POST' && { body: form }),
    headers: { ...(as !== undefined && { cookie: `billmgrses5=${EXAMPLE_SESSIONS[as]}` }), ...headers },
    redirect: 'manual',
  });
}

const everyExample = functions.flatMap(({ name, examples }) =>
  examples.map((example) => [`${name}: ${example.title}`, name, example] as const),
);
const HTML = { accept: 'text/html' };

/** That an answer is taken for what it says it is, runs nothing, is framed by nobody and kept nowhere. */
function expectHarmless({ headers }: Response): void {
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none';style-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
}

describe('every page and every document forbids scripts and frames, and is kept by nobody', () => {
  test.each(everyExample)('%s', async (_, name, { as, parameters }) => {
    for (const headers of [HTML, {}] as const) {
      const response = await ask(await fresh(), as, { by: 'GET', fields: { func: name, ...parameters }, headers });
      expectHarmless(response);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.text()).not.toMatch(/<script|\son\w+=|javascript:/i);
    }
  });

  test.each([
    ['a page that is not there', '/elsewhere', {}],
    ['the style', '/billmgr.css', {}],
    ['what is too long', `/billmgr?${'x'.repeat(9000)}`, {}],
    [
      'what cannot be read',
      '/billmgr',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data' }, body: '' },
    ],
    ['another method', '/billmgr', { method: 'DELETE' }],
    ['HEAD', '/billmgr', { method: 'HEAD' }],
    ['OPTIONS', '/billmgr', { method: 'OPTIONS' }],
  ])('%s', async (_, path, init: RequestInit) => {
    expectHarmless(await fetch((await fresh()).origin + path, init));
  });
});

describe('no page of a stranger has anything done by a visitor’s cookie, but the basket filled', () => {
  /** What a link from a site must do (seed 002). */
  const BY_LINK = new Set(['X.order', 'X.order.param', 'quickorder', 'domain.order.contact']);
  const strangers: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a browser that says where', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a browser without Sec-Fetch', { origin: 'https://evil.example', referer: 'https://evil.example/' }],
    ['a page that hides', { origin: 'null' }],
    ['a sibling', { origin: 'https://sibling.example.com', 'sec-fetch-site': 'same-site' }],
  ];
  const site = ['a site of the provider’s', { origin: 'https://site.com', 'sec-fetch-site': 'cross-site' }] as const;
  const entered = everyExample.filter(([, name, { as }]) => as !== undefined && !BY_LINK.has(name));

  test.each(entered)('%s', async (_, name, { as, parameters }) => {
    // It may log its visitors in and out.
    const changesSession = functions.some((one) => one.name === name && one.changesSession !== undefined);
    for (const [from, origin] of changesSession ? strangers : [...strangers, site])
      // As an image or a script is fetched, and as a form is sent.
      for (const [by, accept] of [
        ['GET', '*/*'],
        ['POST', 'text/html'],
      ] as const) {
        const asked = { by, fields: { func: name, ...parameters, sok: 'ok' }, headers: { ...origin, accept } };
        const store = await fresh();
        const before = store.version();
        const response = await ask(store, as, asked);
        expect({ from, by, wrote: store.version() !== before }).toEqual({ from, by, wrote: false });
        expect(response.headers.getSetCookie()).toEqual([]);
      }
  });

  test('a link changes nothing either where it is billing’s own', async () => {
    const own = { origin: 'https://bill.example.com', 'sec-fetch-site': 'same-origin' };
    for (const [, name, { as, parameters }] of everyExample.filter(([, name]) => !BY_LINK.has(name))) {
      if (functions.find((one) => one.name === name)?.changes === undefined) continue;
      const store = await fresh();
      const before = store.version();
      await ask(store, as, { by: 'GET', fields: { func: name, ...parameters, sok: 'ok' }, headers: own });
      expect({ name, wrote: store.version() !== before }).toEqual({ name, wrote: false });
    }
  });
});

describe('a script that any page includes gets nothing by the visitor’s cookie, and no cookie', () => {
  test.each(everyExample.filter(([, , { as }]) => as !== undefined))('%s', async (_, name, { as, parameters }) => {
    const store = await fresh();
    const before = store.version();
    const fields = { func: name, ...parameters, callback: 'cb' };
    const asked = { by: 'GET', fields, headers: { 'sec-fetch-site': 'cross-site' } } as const;
    const response = await ask(store, as, asked);
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(text).toMatch(/^\/\*\*\/cb\(.*\);\n$/s);
    expect(text).toBe(await (await ask(store, undefined, asked)).text());
    expect(store.version()).toBe(before);
  });
});

describe('no page of another origin reads an answer that is not for it, and none with its visitor’s cookie', () => {
  test.each(functions.map(({ name, examples, readableBy }) => [name, examples[0], readableBy] as const))(
    '%s',
    async (name, { as, parameters }, readableBy) => {
      const store = await fresh();
      const allowed = async (origin: string) => {
        const { headers } = await ask(store, as, {
          by: 'GET',
          fields: { func: name, ...parameters },
          headers: { origin },
        });
        expect(headers.get('access-control-allow-credentials')).toBeNull();
        return headers.get('access-control-allow-origin');
      };
      const site = { anyone: '*', sites: 'https://site.com', nobody: null }[readableBy];
      expect(await allowed('https://site.com')).toBe(site);
      const stranger = readableBy === 'anyone' ? '*' : null;
      for (const origin of ['https://evil.example', 'null', 'https://site.com.evil.example', 'http://site.com'])
        expect(await allowed(origin)).toBe(stranger);
    },
  );
});
