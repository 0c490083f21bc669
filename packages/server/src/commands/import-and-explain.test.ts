import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { billref } from '../../testing/command.ts';
import { addTestProvider, addTestReferral } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import { localDay } from '../referral/local-day.ts';
import { keepRefusal } from '../store/refusals.ts';

const DAY = 86_400_000;

onEachStore((place) => {
  const environment = () => ({ BILLREF_DIR: place().folder, DATABASE_URL: place().databaseUrl });

  describe('import FILE.csv', () => {
    const setUp = async () => {
      const provider = await addTestProvider(place().store, { now: Date.now() - 90 * DAY });
      const account = await addTestReferral(place().store, provider, Date.now() - 80 * DAY);
      const take = async (text: string) => {
        const file = join(place().folder, 'money.csv');
        writeFileSync(file, text);
        return billref(['import', file, '--project', String(provider.project)], environment());
      };
      const expenses = () =>
        place().store.selectFrom('expense').where('account', '=', account).orderBy('id').select('amount').execute();
      return { account, take, expenses };
    };

    test('takes in expenses and refunds, each once', async () => {
      const { account, take, expenses } = await setUp();
      const first = `external_id,account,amount,name\r\na,${account},10.50,"Setup, once"\r\nb,${account},3,\r\n`;
      expect(await take(`\ufeff${first}`)).toEqual({ code: 0, said: '2 taken in, 0 there already\n' });
      expect((await take(first)).said).toBe('0 taken in, 2 there already\n');
      expect((await take('external_id,refund_of,amount\nc,a,0.50\n')).said).toBe('1 taken in, 0 there already\n');
      expect(await expenses()).toEqual([{ amount: 1050 }, { amount: 300 }]);
    });

    test('nothing of a file with a wrong line, which is named', async () => {
      const { account, take, expenses } = await setUp();
      const wrong: [string, string][] = [
        [`external_id,account,amount\na,${account},1\nb,${account},x\n`, 'line 3'],
        [`external_id,account,amount\na,${account},1\nb,999999,1\n`, 'line 3'],
        [`external_id,account,amount\na,${account},1\na,${account},2\n`, 'line 3'],
        [`external_id,account,amount\na,${account},1\n,${account},2\n`, 'external_id'],
        [`external_id,account,amount\na,${account},1\nb,${account}\n`, 'cannot be read'],
        [`external_id,client,amount\na,${account},1\n`, `'client'`],
        [`external_id,refund_of,amount\na,nothing,1\n`, `'nothing'`],
      ];
      for (const [text, named] of wrong) {
        const { code, said } = await take(text);
        expect(said).toContain(named);
        expect({ code, lines: said.trim().split('\n').length }).toEqual({ code: 1, lines: 1 });
      }
      expect(await expenses()).toEqual([]);
    });
  });

  test('explain tells what happened, in time order, and names what it does not know', async () => {
    const provider = await addTestProvider(place().store, { now: Date.now() - 90 * DAY });
    const account = await addTestReferral(place().store, provider, Date.now() - 80 * DAY);
    const { code, said } = await billref(['explain', '--account', String(account)], environment());
    expect(code).toBe(0);
    expect(said.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^[-\\d]+ [:\\d]+  account ${account} +client ${account} registered$`)),
      expect.stringContaining(`linked to partner ${provider.partner}`),
      '',
    ]);
    expect(await billref(['explain', '--expense', '999999'], environment())).toEqual({
      code: 1,
      said: 'billref: there is no such expense\n',
    });
    expect((await billref(['explain'], environment())).said).toContain('--click, --account, --expense or --landing');
  });

  test('explain tells of an expense what happened to it, then what each rule made of it', async () => {
    const { store } = place();
    const provider = await addTestProvider(store, { now: Date.now() - 90 * DAY });
    const account = await addTestReferral(store, provider, Date.now() - 80 * DAY);
    const cdate = Date.now();
    const paid = { account, amount: 1050, currency: 126, cdate, cday: localDay(cdate, 'Europe/Berlin') };
    const { id } = await store.insertInto('expense').values(paid).returning('id').executeTakeFirstOrThrow();
    const { code, said } = await billref(['explain', '--expense', String(id)], environment());
    expect(code).toBe(0);
    const [happened = '', ...rules] = said.trimEnd().split('\n\n');
    expect(happened.split('\n').at(-1)).toMatch(new RegExp(`expense ${id} +paid 10\\.50 EUR$`));
    expect(rules).toEqual([
      `client ${account} is a referral of partner ${provider.partner} in program ${provider.program}`,
      expect.stringMatching(new RegExp(`^rule ${provider.program} of program .* not judged yet: the run of `, 's')),
    ]);
    // Only an expense is judged.
    expect((await billref(['explain', '--account', String(account)], environment())).said).not.toContain('rule ');
  });

  test('explain tells which landings on an address were refused, and why', async () => {
    const provider = await addTestProvider(place().store, { now: Date.now(), url: 'https://refused.example/' });
    const { project, partner } = provider;
    const site = 'https://refused.example/blog';
    const refusal = { project, partner, site, reason: 'url-mismatch', url: 'https://refused.example/' };
    await keepRefusal(place().store, { ...refusal, cdate: Date.now() });
    const landing = (address: string) => billref(['explain', '--landing', address], environment());
    const { code, said } = await landing(`${site}?from=${partner}`);
    expect({ code, lines: said.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 1 });
    expect(said).toContain(
      `on the link of partner ${partner}, on ${site}, refused: url-mismatch; the Website URL is https://refused.example/`,
    );
    for (const [address, why] of [
      [`${site}?from=${partner + 1}`, 'no such landing'],
      ['site.com', 'is no landing'],
    ] as const)
      expect(await landing(address)).toEqual({ code: 1, said: expect.stringContaining(why) });
  });
});
