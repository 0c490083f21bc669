import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { billref } from '../../testing/command.ts';
import { dumpOf } from '../../testing/dump.ts';
import type { TestProvider } from '../../testing/provider.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addDays, localDay } from '../referral/local-day.ts';
import { currencyOf } from '../store/provider.ts';

onEachStore((place) => {
  const environment = () => ({ BILLREF_DIR: place().folder, DATABASE_URL: place().databaseUrl });
  const { run, newProvider, addReferral, addExpense } = rewardTests(place);
  const file = (text: string, called = 'rule.json'): string => {
    const name = join(place().folder, called);
    writeFileSync(name, text);
    return name;
  };
  const simulate = ({ project }: TestProvider, rule: string, ...others: string[]) => {
    const days = ['--from', '2025-06-01', '--to', '2025-06-30'];
    return billref(['simulate', '--project', String(project), '--rule', rule, ...days, ...others], environment());
  };
  const named = async ({ partner }: TestProvider, name: string): Promise<void> => {
    await place().store.updateTable('account').set({ name }).where('id', '=', partner).execute();
  };

  test('prints a line for each partner and currency, and a total for each currency; or CSV; and writes nothing', async () => {
    const { store } = place();
    const provider = await newProvider();
    const { partner, program } = provider;
    await named(provider, 'Ben, the best');
    const referral = await addReferral(provider);
    await addExpense(provider, referral, 100_050, '2025-06-15T12:00:00Z');
    const yen = await store.transaction().execute((writing) => currencyOf(writing, 'JPY'));
    await addExpense(provider, referral, 2000, '2025-06-15T12:00:00Z', yen);
    await run('2025-07-01');
    await addExpense(provider, referral, 100_000, '2025-07-15T12:00:00Z');
    const before = await dumpOf(store);

    const twice = file(`{ "id": ${program}, "percent": "20" }`);
    const width = Math.max('partner'.length, String(partner).length);
    const cell = (text: string | number): string => String(text).padEnd(width);
    expect(await simulate(provider, twice)).toEqual({
      code: 0,
      said: [
        `rule ${program} changed, beside what it earned: expenses from 2025-06-01 to 2025-06-30`,
        '',
        `${cell('partner')}  name           currency  would earn  earned  difference`,
        `${cell(partner)}  Ben, the best  EUR           200.10  100.05      100.05`,
        `${cell(partner)}  Ben, the best  JPY              400     200         200`,
        `${cell('total')}                 EUR           200.10  100.05      100.05`,
        `${cell('total')}                 JPY              400     200         200`,
        '',
      ].join('\n'),
    });
    const fixed = file(`{ "program": ${program}, "amount": 5, "conditions": [{ "ctype": 0 }] }`);
    expect((await simulate(provider, fixed)).said).toMatch(
      `a new rule, beside what all rules of program ${program} earned: expenses from`,
    );
    expect(await simulate(provider, fixed, '--csv')).toEqual({
      code: 0,
      said: [
        'partner,name,currency,would_earn,earned,difference',
        `${partner},"Ben, the best",EUR,5.00,100.05,-95.05`,
        // Without a rate nobody knows what a fixed amount is in yen.
        `${partner},"Ben, the best",JPY,0,200,-200`,
        '',
      ].join('\r\n'),
    });
    expect(await dumpOf(store)).toEqual(before);
  });

  test('up to which day a run has come is told where that is not the last one, beside what is printed', async () => {
    const provider = await newProvider();
    const rule = file(`{ "id": ${provider.program} }`);
    const today = localDay(Date.now(), 'Europe/Berlin');
    const run = `${today.slice(0, 7)}-01`;
    const judged = `judged up to ${addDays(run, -1)}: no run has come for the days after it\n`;
    expect((await simulate(provider, rule, '--to', today)).said).toContain(judged);
    expect((await simulate(provider, rule, '--to', today, '--csv')).said).toContain(judged);
    const none = await simulate(provider, rule, '--from', addDays(today, 1), '--to', addDays(today, 2));
    expect(none.said).toContain('no run has come for any of these days: nothing is judged yet\n');
    expect(none.code).toBe(0);
  });

  test('what is wrong is told with the option or the file, and its name', async () => {
    const provider = await newProvider();
    const { program } = provider;
    const rule = file(`{ "id": ${program}, "conditions": [{ "ctype": 3, "comparison": "less" }] }`);
    const other = file('{ "id": 999999 }', 'other.json');
    const wrong: [() => ReturnType<typeof billref>, string][] = [
      [() => simulate(provider, rule), `${rule}: condition 1: 'referral_count' is missing`],
      [() => simulate(provider, other), `${other}: there is nothing with this 'id': '999999'`],
      [() => simulate(provider, '/nowhere/rule.json'), `--rule '/nowhere/rule.json' cannot be read: ENOENT`],
      [() => simulate(provider, rule, '--from', 'x'), `--from 'x' is no day; write it as 2025-08-01`],
      [() => simulate(provider, rule, '--to', '2025-05-31'), `--from '2025-06-01' is after --to '2025-05-31'`],
      [() => simulate(provider, rule, '--project', '999999'), `--project '999999': there is no such project`],
    ];
    for (const [ask, message] of wrong) {
      const { code, said } = await ask();
      expect(said).toContain(`billref: ${message}`);
      expect(said.split('\n')).toHaveLength(2);
      expect(code).toBe(1);
    }
    const { code, said } = await billref(['simulate', '--rule', rule, '--from', '2025-06-01'], environment());
    expect(said).toContain(`'--to <day>'`);
    expect(code).toBe(1);
    // So many processes take their time where others want the core, too.
  }, 60_000);
});
