import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Every function there is, with its parameters, as the reference has them. */
const { components } = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
const functions = Object.entries(components.schemas)
  .filter(([, { properties }]) => properties?.func !== undefined)
  .map(([name, { properties }]) => ({ name: name.replace(/^X/, 'vhost'), parameters: Object.keys(properties) }));
if (functions.length < 50) throw new Error('docs/openapi.json has no functions');

const VALUES = [
  '',
  '0',
  '1',
  '2',
  '3',
  '-1',
  '1e309',
  '9007199254740993',
  '0x10',
  'ok',
  'on',
  'off',
  'null',
  'none',
  'json',
  'xml',
  'bjson',
  '2025-02-30',
  '2025-12-01',
  '12:00',
  'a@example.com',
  'admin@example.com',
  'https://site.com/?from=1',
  'https://[::1',
  '//evil.com',
  'javascript:alert(1)',
  "' or 1=1 --",
  '"; drop table user; --',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '{{7*7}}',
  '${7*7}',
  '%00',
  '%',
  '%zz',
  '%c0%af',
  '%ed%a0%80',
  '%ff%fe',
  '\\',
  '\u0000',
  '\u202e',
  '\ud83d\ude00',
  '__proto__',
  'constructor',
  'x'.repeat(300),
  'x'.repeat(3000),
  '9'.repeat(400),
  '('.repeat(200),
  'a,'.repeat(200),
  '1:2,3:4',
  '[]',
  '{"$":1}',
  '1762745305.hvtgBc',
];
const NAMES = [
  'func',
  'out',
  'lang',
  'callback',
  'auth',
  'authinfo',
  'su',
  'sok',
  'elid',
  'plid',
  'redirect',
  'startform',
  'cntid',
  'from',
];
const ODD_NAMES = [
  '__proto__',
  'a[b]',
  'a[]',
  'a[1000000000]',
  'hasOwnProperty',
  '',
  '=',
  'addon_1',
  'addon_99999999999999999999',
];
const METHODS = [
  'GET',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'CONNECT',
  'get',
  'PROPFIND',
  'X'.repeat(40),
];
const PATHS = [
  '/billmgr',
  '/manager/billmgr',
  '/',
  '/billmgr%20',
  '//billmgr',
  '/billmgr/..',
  '/%FF',
  '/billref.css',
  '*',
  'http://a/billmgr',
];
const TYPES = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-16',
  'application/x-www-form-urlencoded; charset=x',
  'application/json',
  'text/plain',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/mixed; boundary=b',
  '',
  ';;',
  'a/b/c',
];
const ENCODINGS = ['identity', 'gzip', 'deflate', 'br', 'x', 'gzip, gzip'];
const HEADERS = [
  ['Accept', 'text/html'],
  ['Accept', '*/*'],
  ['Origin', 'null'],
  ['Origin', 'https://evil.example'],
  ['Referer', 'https://site.com/?from=1'],
  ['Referer', 'x'.repeat(2000)],
  ['Cookie', 'billmgrses5='],
  ['Cookie', `billmgrses5=${'a'.repeat(200)}`],
  ['Cookie', ';;=;billmgrses5=%00'],
  ['X-Forwarded-For', '1.2.3.4, x'],
  ['X-Forwarded-Host', 'evil.example'],
  ['Sec-Fetch-Site', 'same-origin'],
  ['Sec-Fetch-Dest', 'document'],
  ['Expect', '100-continue'],
  ['Expect', 'x'],
  ['Range', 'bytes=0-1'],
  ['If-None-Match', '*'],
  ['Upgrade', 'websocket'],
  ['Upgrade', 'h2c'],
  ['User-Agent', '\u00ff\u0001'],
  ['Content-Length', '5'],
  ['Content-Length', '-1'],
  ['Transfer-Encoding', 'chunked'],
  ['Transfer-Encoding', 'x'],
  ['Host', 'evil.example'],
  ['Host', 'a b'],
  ['X', 'x'.repeat(17_000)],
  ['Bad Name', '1'],
  ['', ''],
];

/**
 * Makes requests, as bytes, each another way of what no client sends: what is declared of functions, with values that
 * nobody expects; other methods, paths, headers and encodings; bodies that break off; and any of that with bytes changed.
 *
 * @param {() => number} random
 * @param {readonly string[]} sessions to be sent as `auth`
 * @returns {() => Buffer}
 */
export function requestsOf(random, sessions) {
  const below = (count) => Math.floor(random() * count);
  const one = (list) => list[below(list.length)];
  const likely = (share) => random() < share;
  const several = (most, make) => Array.from({ length: below(most + 1) }, make);

  const encoded = (text) => {
    // Half as they are, so that what is no encoding arrives as none.
    if (likely(0.5)) return encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+');
    return text.replace(/[^!-~]|[&#+]/g, (sign) => `%${(sign.codePointAt(0) & 255).toString(16).padStart(2, '0')}`);
  };

  const fields = () => {
    const { name, parameters } = one(functions);
    const names = [...parameters, ...NAMES];
    const asked = several(8, () => [likely(0.1) ? one(ODD_NAMES) : one(names), one(VALUES)]);
    return [
      ...(likely(0.95) ? [['func', name]] : []),
      ...(likely(0.6) ? [['auth', one(sessions)]] : []),
      ...(likely(0.5) ? [['sok', 'ok']] : []),
      ...asked,
    ];
  };
  /** What is answered before Express (`http/answer-clicks.ts`), if it is a GET. */
  const click = () => [
    ['func', 'referralprogram.registerclick'],
    ...several(5, () => [one(['p', 'p', 'nonce', 'out', 'lang', 'callback']), one(VALUES)]),
  ];
  const form = (sent) => sent.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');

  const multipart = (sent) => {
    const part = ([name, value]) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"${likely(0.05) ? '; filename="f"' : ''}\r\n\r\n${value}\r\n`;
    const whole = `${sent.map(part).join('')}--b--\r\n`;
    return likely(0.3) ? whole.slice(0, below(whole.length)) : whole;
  };

  const chunked = (body) =>
    likely(0.3)
      ? `${one(['zz', '-1', 'fffffffff', '5;x=y'])}\r\n${body}`
      : `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

  const request = () => {
    const method = likely(0.8) ? one(['GET', 'POST']) : one(METHODS);
    const sent = likely(0.2) ? click() : fields();
    const inBody = method !== 'GET' && likely(0.9);
    const path = likely(0.8) ? '/billmgr' : one(PATHS);
    const head = [
      `${method} ${path}${inBody ? '' : `?${form(sent)}`} HTTP/${likely(0.97) ? '1.1' : one(['1.0', '2.0', '9'])}`,
    ];
    head.push(
      ...(likely(0.97) ? ['Host: 127.0.0.1'] : []),
      'Connection: close',
      ...several(2, () => one(HEADERS).join(': ')),
    );
    let body = Buffer.alloc(0);
    if (inBody) {
      const asMultipart = likely(0.3);
      head.push(
        `Content-Type: ${asMultipart ? 'multipart/form-data; boundary=b' : likely(0.8) ? TYPES[0] : one(TYPES)}`,
      );
      body = Buffer.from(asMultipart ? multipart(sent) : form(sent), likely(0.9) ? 'utf8' : 'latin1');
      if (likely(0.1)) {
        head.push(`Content-Encoding: ${one(ENCODINGS)}`);
        if (likely(0.5)) body = gzipSync(body);
      }
      if (likely(0.1)) {
        head.push('Transfer-Encoding: chunked');
        body = Buffer.from(chunked(body.toString('latin1')), 'latin1');
      } else head.push(`Content-Length: ${String(likely(0.95) ? body.length : below(2 * body.length + 2))}`);
    }
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'utf8'), body]);
  };

  /** With some bytes changed, left out or put in. */
  const broken = (bytes) => {
    let result = bytes;
    for (let n = 1 + below(4); n > 0; n -= 1) {
      const at = below(result.length);
      const put = Buffer.from([one([0, 9, 10, 13, 32, 58, 255, below(256)])]);
      result = Buffer.concat([result.subarray(0, at), ...(likely(0.6) ? [put] : []), result.subarray(at + below(2))]);
    }
    return likely(0.1) ? result.subarray(0, below(result.length)) : result;
  };

  return () => (likely(0.3) ? broken(request()) : request());
}
