import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { withBackend } from '../../testing/backend.ts';
import { onEachStore } from '../../testing/stores.ts';

/** What would begin a line of its own, or clear the screen of whoever reads the log. */
const FORGED = "x'\r\nAug 1 12:00:47 [1:1] counter INFO Request [counter][public] 'cntid=forged\u001b[2J\u2028";

onEachStore((place) => {
  const backend = withBackend(place);

  test('no address, referrer or browser adds a line to counter.log, or ends one', async () => {
    const { ask, partner, counterLog, failures } = backend();
    // With line ends it is no parameter at all; without them, or with encoded ones, it is.
    const written = encodeURIComponent(FORGED).replaceAll("'", '%27');
    const printable = FORGED.replace(/[^ -~]/g, ' ');
    const headers = { 'User-Agent': written, Referer: `https://site.com/${written}` };
    const click = { func: 'referralprogram.registerclick', out: 'json' };
    for (const forged of [FORGED, written, printable]) {
      await ask({ ...click, p: forged }, { headers });
      await ask({ ...click, p: `https://site.com/?from=${forged}` }, { headers });
      await ask({ ...click, p: `https://site.com/${forged}?from=${String(partner)}` }, { headers });
      await ask({ ...click, p: `https://site.com/?from=${String(partner)}`, nonce: forged }, { headers });
      await ask({ func: `referralprogram.registerclick\r\n${forged}`, p: forged }, { headers });
    }
    await ask({ ...click, p: 'https://last.example/' });
    const lines = (await counterLog('last.example')).trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    for (const line of lines)
      expect(line).toMatch(
        /^\w{3} \d+ [\d:]{8} \[\d+:\d+\] counter INFO Request \[counter\]\[public\] '[\w=&%.~!*()]+'$/,
      );
    expect(failures).toEqual([]);
  });
});

test('the application’s log writes an error in one line, whatever it says', () => {
  const lines: string[] = [];
  pino({}, { write: (line) => lines.push(line) }).error(new Error(FORGED));
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd().split(/[\r\n]/)).toHaveLength(1);
  expect(lines[0]).not.toContain('\u001b');
});
