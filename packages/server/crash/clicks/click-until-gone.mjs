import { randomBytes } from 'node:crypto';
import { Agent, get } from 'node:http';
import { json } from 'node:stream/consumers';
import { PARTNERS } from '../../testing/clicked-place.mjs';

const CONNECTIONS = 50;

/**
 * Sends a server clicks over many connections, the next as soon as one is answered, until it is gone.
 *
 * @param {string[]} nonces what is asked first, as it was asked before
 * @param {(nonce: string, cntid: string) => void} answered told of each answer
 * @returns {{ begun: Promise<void>, gone: Promise<string[]> }} when the first is answered; the nonces of those that were
 *   not, when nothing is under way any more
 */
export function clickUntilGone(origin, nonces, answered) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const first = Promise.withResolvers();
  const again = nonces.values();
  const keepClicking = async () => {
    for (;;) {
      const nonce = again.next().value ?? randomBytes(16).toString('hex');
      try {
        answered(nonce, await click(origin, agent, nonce));
        first.resolve();
      } catch (error) {
        // A server that answers something else is broken, and not gone.
        if (error.code === undefined) throw error;
        return [nonce, ...again];
      }
    }
  };
  const ended = Promise.all(Array.from({ length: CONNECTIONS }, keepClicking));
  const gone = ended.then((left) => {
    agent.destroy();
    return left.flat();
  });
  gone.catch(first.reject);
  return { begun: first.promise, gone };
}

const click = (origin, agent, nonce) =>
  new Promise((resolve, reject) => {
    const p = encodeURIComponent(`https://site.com/?from=${1 + (parseInt(nonce.slice(0, 6), 16) % PARTNERS)}`);
    const address = `${origin}/billmgr?func=referralprogram.registerclick&out=xjson&p=${p}&nonce=${nonce}`;
    const read = async (response) => {
      const { doc } = await json(response);
      if (doc.cntid === undefined) throw new Error(`a click was answered ${JSON.stringify(doc)}`);
      return doc.cntid.$;
    };
    get(address, { agent }, (response) => read(response).then(resolve, reject)).on('error', reject);
  });
