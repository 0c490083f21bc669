import { setTimeout } from 'node:timers/promises';
import { placeWithPartners } from '../../testing/clicked-place.mjs';
import { connect } from '../../testing/plain-sql.mjs';
import { startServer } from '../../testing/started-server.mjs';
import { clickUntilGone } from './click-until-gone.mjs';

/** A server is killed at most so many milliseconds after its first answer. */
const LONGEST = 400;

/**
 * Sends a server clicks until it is killed, again and again. What a killed one did not answer is asked of the next, with
 * the same nonce, as the SDK does.
 *
 * @param {import('../../testing/places.mjs').Places} places
 */
export async function killServers(places, { kills, random }) {
  const place = await placeWithPartners(places, 'clicks');
  const answered = new Map();
  const changed = new Set();
  let unanswered = [];
  let repeated = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const server = await startServer(place);
    const load = clickUntilGone(server.origin, unanswered, (nonce, cntid) => {
      if (answered.has(nonce) && answered.get(nonce) !== cntid) changed.add(nonce);
      answered.set(nonce, cntid);
    });
    repeated += unanswered.length;
    await load.begun;
    await setTimeout(random() * LONGEST);
    await server.kill();
    unanswered = await load.gone;
    console.error(`killed ${kill + 1} of ${kills}; ${answered.size} clicks answered`);
  }
  // A server that is started once more does what each does after a crash.
  const last = await startServer(place);
  await last.stop();
  const stored = await storedClicks(place);
  await places.remove(place);

  const found = [...answered].filter(([nonce, cntid]) => stored.get(nonce)?.includes(cntid)).length;
  const doubled = [...stored.values()].filter((ids) => ids.length > 1).length + changed.size;
  return { kills, acknowledged: answered.size, found, lost: answered.size - found, doubled, repeated };
}

/** The ids of each nonce's clicks. */
async function storedClicks(place) {
  const connection = await connect(place);
  try {
    const stored = new Map();
    for (const { nonce, sesid } of await connection.rows('select nonce, sesid from referralprogram_click'))
      stored.set(nonce, [...(stored.get(nonce) ?? []), sesid]);
    return stored;
  } finally {
    await connection.close();
  }
}
