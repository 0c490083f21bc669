import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { PARTNERS } from '../../testing/clicked-place.mjs';

/** Milliseconds between two clicks. */
const PACE = 20;

/** At most; of those that are open, the open files are some. */
const CONNECTIONS = 8;

/** One click of so many opens billing's page; one of so many registers: fewer than an address may in an hour. */
const [OPENS, REGISTERS] = [5, 750];

/**
 * Sends a server clicks, page views and registrations, each when its time has come, however long the one before it takes.
 *
 * @param {{ milliseconds: number, everySecond: (second: number) => Promise<void> }} options
 * @returns {Promise<{ answered: { clicks: number, views: number, registrations: number }, failed: string[] }>}
 */
export async function visitSteadily(origin, { milliseconds, everySecond }) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const answered = { clicks: 0, views: 0, registrations: 0 };
  const failed = [];
  const ask = (parameters, headers = {}) =>
    asked(`${origin}/billmgr?${new URLSearchParams(parameters)}`, agent, headers);
  const visit = async (number) => {
    const p = `https://site.com/?from=${1 + (number % PARTNERS)}`;
    const nonce = randomBytes(16).toString('hex');
    const click = await ask({ func: 'referralprogram.registerclick', out: 'xjson', p, nonce });
    const { cntid } = JSON.parse(click).doc;
    if (cntid === undefined) throw new Error(click);
    answered.clicks += 1;
    if (number % OPENS === 0) {
      await ask({ func: 'register', cntid: cntid.$ }, { accept: 'text/html' });
      answered.views += 1;
    }
    if (number % REGISTERS === 0) {
      const client = { realname: 'Client', email: `client-${number}@example.com`, passwd: nonce, cntid: cntid.$ };
      const registered = await ask({ func: 'register', sok: 'ok', out: 'json', project: '1', ...client });
      if (JSON.parse(registered).doc.ok === undefined) throw new Error(registered);
      answered.registrations += 1;
    }
  };

  const start = performance.now();
  const underWay = new Set();
  let second = 0;
  for (let number = 1; performance.now() - start < milliseconds; number += 1) {
    const visiting = visit(number)
      .catch((error) => failed.push(String(error)))
      .finally(() => underWay.delete(visiting));
    underWay.add(visiting);
    if (performance.now() - start >= (second + 1) * 1000) await everySecond((second += 1));
    await setTimeout(Math.max(0, start + number * PACE - performance.now()));
  }
  await Promise.all(underWay);
  agent.destroy();
  return { answered, failed };
}

/** What is answered, if it is with 200. */
const asked = (address, agent, headers) =>
  new Promise((resolve, reject) => {
    const read = async (response) => {
      const body = await text(response);
      if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${body}`);
      return body;
    };
    const asking = request(address, { agent, headers }, (response) => read(response).then(resolve, reject));
    asking.on('error', (error) => {
      // The server may close a connection that was idle just when it is used again.
      if (asking.reusedSocket && error.code === 'ECONNRESET') asked(address, agent, headers).then(resolve, reject);
      else reject(error);
    });
    asking.end();
  });
