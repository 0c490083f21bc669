import { get, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addTestProvider } from '../../testing/provider.ts';
import { sendRaw } from '../../testing/raw-http.ts';
import { onEachStore } from '../../testing/stores.ts';
import type { AppOptions } from '../app-options.ts';
import { buildApp } from '../app.ts';
import { type Logs, openLogs } from '../log/logs.ts';
import { answerClicks } from './answer-clicks.ts';
import { type Listening, listen } from './listen.ts';
import { trustProxies } from './proxies.ts';

const CNTID = /\d{10}\.[\w-]{22}/;

interface Asked {
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly method?: string;
}

onEachStore((place) => {
  let logs: Logs;
  let early: Listening;
  let express: Listening;
  let left = 0;
  let partner = 0;

  beforeAll(async () => {
    const { store, folder } = place();
    logs = openLogs(folder);
    ({ partner } = await addTestProvider(store, { now: 0 }));
    const failures = (error: unknown): void => {
      throw error;
    };
    const options: AppOptions = {
      ...{ store, logs, onFailure: failures, trusts: trustProxies(['loopback']) },
      clock: () => Date.parse('2025-12-10T10:00:00Z'),
    };
    const app = buildApp(options);
    const counted = answerClicks(options, (request, response) => {
      left += 1;
      app(request, response);
    });
    early = await listen(counted, 0, '127.0.0.1');
    express = await listen(app, 0, '127.0.0.1');
  });
  afterAll(async () => {
    await Promise.all([early.close(), express.close()]);
    await logs.close();
  });

  /** What a server answers, but for what is another with each click and each second. */
  const ask = async (server: Listening, { path, headers = {}, method = 'GET' }: Asked) => {
    const [status, answered, body] = await new Promise<[number, IncomingHttpHeaders, string]>((resolve, reject) => {
      const at = { port: server.port, path, method, agent: false, headers: { host: 'bill.example.com', ...headers } };
      get({ host: '127.0.0.1', ...at }, (response) => {
        text(response).then((read) => {
          resolve([response.statusCode ?? 0, response.headers, read]);
        }, reject);
      }).on('error', reject);
    });
    const { date: _, 'content-length': length, ...rest } = answered;
    return { status, headers: { ...rest, length }, body: body.replace(CNTID, 'CNTID') };
  };
  const both = async (asked: Asked) => {
    const leftBefore = left;
    const answers = [await ask(early, asked), await ask(express, asked)] as const;
    return { answers, here: left === leftBefore };
  };

  const click = (more = '', from = String(partner)): string =>
    `/billmgr?func=referralprogram.registerclick&p=${encodeURIComponent(`https://site.com/?from=${from}`)}${more}`;
  const page = { accept: 'text/html,*/*' };

  test('what a site sends is answered before Express, and as Express answers it', async () => {
    const asked: Asked[] = [
      { path: click() },
      { path: click('&out=xjson&nonce=12345678') },
      { path: click('&out=xjson&nonce=12345678'), headers: { origin: 'https://site.com', 'sec-fetch-mode': 'cors' } },
      { path: click('&out=json&lang=ru') },
      { path: click('&out=xml') },
      { path: click('&callback=landed') },
      { path: click('&out=xjson'), headers: page },
      { path: click('&out=xjson', '999999999') },
      { path: click('&out=xjson').replace('site.com', 'other.com') },
      { path: click('&out=xjson', 'rita') },
      { path: click('&out=none') },
      { path: click('&nonce=short&lang=ru') },
      { path: '/manager/billmgr?func=referralprogram.registerclick&out=json' },
      { path: `/?out=json&p=https://site.com/?from=${String(partner)}&func=referralprogram.registerclick` },
      {
        path: click('&out=json').replace(/%3Ffrom%3D\d+/, ''),
        headers: { referer: `https://site.com/?from=${String(partner)}` },
      },
      { path: click('&out=json'), headers: { cookie: 'other=1' } },
      { path: click('&out=json'), headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' } },
      { path: click('&out=json'), headers: { 'x-forwarded-host': 'pay.example.com:8443' } },
    ];
    for (const one of asked) {
      const { answers, here } = await both(one);
      expect({ ...one, ...answers[0] }).toEqual({ ...one, ...answers[1] });
      expect({ ...one, here }).toEqual({ ...one, here: true });
    }
  });

  test('a click with anything more to it is left to Express', async () => {
    const asked: Asked[] = [
      { path: click(), headers: page },
      { path: click('&out=json'), headers: { cookie: 'billmgrses5=abcdef' } },
      { path: click('&out=json&auth=abcdef') },
      { path: click('&out=json&authinfo=a:b') },
      { path: click('&out=json&sok=ok') },
      { path: click('&out=json'), headers: { host: 'Bill.Example.com' } },
      { path: click('&out=json'), headers: { host: 'bill.example.com:99999' } },
      { path: click('&out=json'), headers: { 'x-forwarded-proto': 'https, http' } },
      { path: click('&out=json'), headers: { 'x-forwarded-host': 'pay.example.com, bill.example.com' } },
      { path: click('&out=json'), method: 'POST' },
      { path: click('&out=json'), method: 'HEAD' },
      { path: click('&out=json'), method: 'PUT' },
      { path: click('&out=json').replace('/billmgr', '/billmgr%20') },
      { path: click('&out=json').replace('/billmgr', '/other') },
      { path: '/billmgr?func=whoami&p=referralprogram.registerclick&out=json' },
      { path: '/billmgr' },
    ];
    for (const one of asked) {
      const { answers, here } = await both(one);
      expect({ ...one, ...answers[0] }).toEqual({ ...one, ...answers[1] });
      expect({ ...one, here }).toEqual({ ...one, here: false });
    }
  });

  test('a click without a Host, as HTTP/1.0 may send it, is left to Express', async () => {
    const asked = `GET ${click('&out=json')} HTTP/1.0\r\n\r\n`;
    const leftBefore = left;
    const body = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n')).replace(CNTID, 'CNTID');
    const answer = body(await sendRaw(early.port, asked));
    expect(answer).toContain('"$host":"http://localhost"');
    expect(answer).toBe(body(await sendRaw(express.port, asked)));
    expect(left).toBe(leftBefore + 1);
  });

  const value = fc.oneof(
    fc.constantFrom(
      'json',
      'xml',
      'ru',
      'a',
      '',
      '12345678',
      'https://site.com/',
      'https://SITE.com/?from=1',
      '#',
      '?',
    ),
    fc.string({ maxLength: 8 }).map((chars) => encodeURIComponent(chars.toWellFormed())),
    fc.constantFrom('%', '%zz', '%00', '%ff', '%d0%b4', '+', 'a=b'),
  );
  const parameter = fc.tuple(fc.constantFrom('p', 'nonce', 'out', 'lang', 'callback', 'func', 'x', '__proto__'), value);

  test('whatever is sent with a click, both answer the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(parameter, { maxLength: 5 }), async (parameters) => {
        const query = ['func=referralprogram.registerclick', ...parameters.map((pair) => pair.join('='))].join('&');
        const { answers } = await both({ path: `/billmgr?${query}` });
        expect(answers[0]).toEqual(answers[1]);
      }),
      { numRuns: 300 },
    );
  });
});
