import { setTimeout } from 'node:timers/promises';
import { billref } from '../../testing/command.ts';
import { connect } from '../../testing/plain-sql.mjs';
import { makeRewardData } from '../../testing/reward-data.mjs';
import { overdue, UNTIL } from './overdue-data.mjs';
import { watchedRun } from './watched-run.mjs';
import { differences, whatIsWritten } from './what-is-written.mjs';

/**
 * Kills runs at random instants, each run at where the one before was killed, until one has ended; compares what is
 * written then with what a run has written that nobody disturbed; and so on with the same data anew, until there were
 * enough kills.
 *
 * @param {import('../../testing/places.mjs').Places} places
 * @param {{ kills: number, expenses: number, seed: number, random: () => number }} campaign
 */
export async function killRuns(places, { kills, expenses, seed, random }) {
  const data = await places.make('data');
  await makeRewardData(data, overdue(expenses, seed));
  const undisturbed = await places.copy(data, 'undisturbed');
  const duration = await lengthOfRun(undisturbed);
  const should = await whatIsWritten(undisturbed);
  await places.remove(undisturbed);

  const found = { kills: 0, killed_while: {}, histories: 0, doubled: 0, missed: 0, ledger: 'ok', examples: [] };
  while (found.kills < kills) {
    const place = await places.copy(data, 'killed');
    const parts = await killUntilOneEnds(place, { most: kills - found.kills, duration, random });
    for (const part of parts) found.killed_while[part] = (found.killed_while[part] ?? 0) + 1;
    found.kills += parts.length;
    found.histories += 1;
    await maintain(place);
    const { doubled, missed, examples } = differences(await whatIsWritten(place), should);
    found.doubled += doubled;
    found.missed += missed;
    found.examples.push(...examples);
    const { code, said } = await billref(['audit'], place.env);
    if (code !== 0) found.ledger = said;
    console.error(`killed while ${parts.join(', ') || 'nothing'}: ${doubled} doubled, ${missed} missed`);
    await places.remove(place);
  }
  await places.remove(data);
  return { ...found, run_seconds: duration / 1000, rows: rowsIn(should) };
}

/** @returns which part of its run each process was killed in */
async function killUntilOneEnds(place, { most, duration, random }) {
  const parts = [];
  const connection = await connect(place);
  try {
    while (parts.length < most) {
      const before = await stateOf(connection);
      const { ended, kill } = await watchedRun(place, connection, UNTIL);
      await Promise.race([ended, setTimeout(random() * duration)]);
      kill();
      const end = await ended;
      if (end === 0) break;
      if (end !== 'SIGKILL') throw new Error(`a run that was to be killed ended with ${end}`);
      parts.push(partBetween(before, await stateOf(connection)));
    }
    return parts;
  } finally {
    await connection.close();
  }
}

/** In milliseconds, from when it holds the lock of runs. */
async function lengthOfRun(place) {
  const connection = await connect(place);
  try {
    const { ended } = await watchedRun(place, connection, UNTIL);
    const start = performance.now();
    const end = await ended;
    if (end !== 0) throw new Error(`the undisturbed run ended with ${end}`);
    return Math.round(performance.now() - start);
  } finally {
    await connection.close();
  }
}

async function maintain(place) {
  const { code, said } = await billref(['maintain', '--date', UNTIL], place.env);
  if (code !== 0) throw new Error(`the run after the kills failed: ${said}`);
}

async function stateOf(connection) {
  const count = async (query) => Number((await connection.rows(`select count(*) as n from ${query}`))[0].n);
  return {
    judged: (await count('referralprogram_reward')) + (await count('referralprogram_unrewarded')),
    inputs: await count('referralprogram_input'),
    payments: await count('payment'),
    isLastDone: (await count(`job_period where period = '${UNTIL}'`)) > 0,
  };
}

/** What a run did when it was killed, as far as what it has written tells. */
function partBetween(before, after) {
  if (after.isLastDone) return after.payments > 0 ? 'paying' : 'adding up what is unpaid';
  if (after.judged > before.judged) return 'judging';
  return after.inputs > before.inputs ? 'keeping inputs' : 'gathering';
}

const rowsIn = (written) =>
  Object.fromEntries(Object.entries(written).map(([table, times]) => [table, [...times.values()].reduce(sum, 0)]));

const sum = (one, other) => one + other;
