import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { billref, main } from '../../testing/command.ts';
import { addTestClient, type TestProvider } from '../../testing/provider.ts';
import { JUNE, rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addDays } from '../referral/local-day.ts';
import { addProgram } from '../store/programs.ts';
import { currencyOf } from '../store/provider.ts';
import { type Exported, rewardLines } from './export-rewards.ts';

const HEADER = 'period,partner,name,email,program,program_name,currency,rewards,earned,taken_back,paid,unpaid';

onEachStore((place) => {
  const environment = () => ({ BILLREF_DIR: place().folder, DATABASE_URL: place().databaseUrl });
  const { run, newProvider, addRule, addReferral, addExpense } = rewardTests(place);
  const exported = async ({ project }: TestProvider, options: Omit<Exported, 'project'> = {}): Promise<string> => {
    let text = '';
    for await (const line of rewardLines(place().store, { project: String(project), ...options })) text += line;
    return text;
  };
  const rowsOf = async (...of: Parameters<typeof exported>): Promise<Record<string, string>[]> =>
    parse(await exported(...of), { columns: true });
  /** The names of partners and the like in the lines, which differ from test to test, and the days. */
  const named = ({ partner, program }: TestProvider, email: string) => `${partner},Ben,${email},${program},Friends`;
  const namePartner = async ({ partner }: TestProvider, name: string): Promise<string> => {
    await place().store.updateTable('account').set({ name }).where('id', '=', partner).execute();
    const user = place().store.selectFrom('user').where('account', '=', partner).orderBy('id').select('email');
    return (await user.executeTakeFirstOrThrow()).email;
  };

  test('what was earned, taken back, paid and not paid in each period, of each currency by itself', async () => {
    const { store } = place();
    const provider = await newProvider();
    // Held back until after the last run.
    await addRule(provider, { percent: 50_000, hold_days: 90 });
    const email = await namePartner(provider, 'Ben');
    await store
      .insertInto('user')
      .values({
        project: provider.project,
        account: provider.partner,
        email: `a-${email}`,
        realname: '',
        passwd: '',
        cdate: JUNE,
      })
      .execute();
    const yen = await store.transaction().execute((writing) => currencyOf(writing, 'JPY'));
    const referral = await addReferral(provider);
    const expense = await addExpense(provider, referral, 1050, '2025-06-15T12:00:00Z');
    await addExpense(provider, referral, 2000, '2025-06-16T12:00:00Z');
    await addExpense(provider, referral, 500, '2025-06-17T12:00:00Z', yen);
    await newProvider().then(async (other) =>
      addExpense(other, await addReferral(other), 1000, '2025-06-15T12:00:00Z'),
    );
    await run('2025-07-01');
    const refund = { expense, amount: 1050, cdate: Date.parse('2025-07-10T12:00:00Z'), cday: '2025-07-10' };
    await store.insertInto('refund').values(refund).execute();
    await run('2025-08-01');
    const of = named(provider, email);
    expect(await exported(provider)).toBe(
      [
        HEADER,
        `2025-07-01,${of},EUR,2,3.05,0.00,3.05,0.00`,
        `2025-07-01,${of},JPY,1,50,0,50,0`,
        // What is taken back has come to less than nothing, and waits for what the partner earns next.
        `2025-08-01,${of},EUR,0,0.00,1.05,0.00,-1.05`,
        `2025-09-29,${of},EUR,2,1.53,0.53,0.00,1.00`,
        `2025-09-29,${of},JPY,1,25,0,0,25`,
        '',
      ].join('\r\n'),
    );
  });

  test('only what is asked for: from a day to a day, both included, of a partner, by a program', async () => {
    const { store } = place();
    const provider = await newProvider();
    const { project, partner } = provider;
    const other = await store.transaction().execute(async (writing) => {
      const program = { project, name: 'Other', url: 'https://other.example/', percent: 200_000 };
      return {
        ...provider,
        program: await addProgram(writing, program, JUNE),
        partner: (await addTestClient(writing, project, JUNE)).account,
      };
    });
    const months = ['2025-06-15', '2025-07-15', '2025-08-15'];
    for (const [at, one] of [provider, other].entries()) {
      const referral = await addReferral(one);
      for (const month of months.slice(at)) await addExpense(one, referral, 1000, `${month}T12:00:00Z`);
    }
    await run('2025-09-01');
    const what = async (options: Parameters<typeof exported>[1]) =>
      (await rowsOf(provider, options)).map(({ period, partner: who }) => [period, Number(who)]);
    const [july, august, september] = ['2025-07-01', '2025-08-01', '2025-09-01'];
    const all = [
      [july, partner],
      [august, partner],
      [august, other.partner],
      [september, partner],
      [september, other.partner],
    ];
    expect(await what({})).toEqual(all);
    expect(await what({ from: '2025-08-01', to: '2025-08-01' })).toEqual(all.slice(1, 3));
    expect(await what({ from: '2025-08-02' })).toEqual(all.slice(3));
    expect(await what({ to: '2025-07-31' })).toEqual(all.slice(0, 1));
    expect(await what({ partner: String(other.partner) })).toEqual([all[2], all[4]]);
    expect(await what({ program: String(provider.program), from: '2025-08-01' })).toEqual([all[1], all[3]]);
    expect(await what({ program: String(other.program), partner: String(partner) })).toEqual([]);
  });

  test('names that a spreadsheet would take for formulas are none, and the file is read as it was meant', async () => {
    const provider = await newProvider();
    await addExpense(provider, await addReferral(provider), 1000, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    await namePartner(provider, '=HYPERLINK("https://evil.example/","Ben, the best")');
    await place().store.updateTable('referralprogram').set({ name: '-5' }).where('id', '=', provider.program).execute();
    expect(await rowsOf(provider)).toMatchObject([
      { name: `'=HYPERLINK("https://evil.example/","Ben, the best")`, program_name: '-5', earned: '1.00' },
    ]);
  });

  test('every line of many, each once and in order', async () => {
    const { store } = place();
    const provider = await newProvider();
    const account = await addReferral(provider);
    const days = Array.from({ length: 1201 }, (_, at) => addDays('2025-07-01', at));
    const made = { account, amount: 1000, currency: 126, cdate: JUNE, cday: '2025-06-10' };
    await store.transaction().execute(async (writing) => {
      for (const cdate of days) {
        const { id } = await writing.insertInto('expense').values(made).returning('id').executeTakeFirstOrThrow();
        const { program, partner } = provider;
        await writing
          .insertInto('referralprogram_reward')
          .values({
            ...{ expense: id, referralprogram_rule: program, referralprogram: program, referer_account: partner },
            ...{ referral_account: account, amount: 100, currency: 126, cdate },
          })
          .execute();
      }
    });
    expect((await rowsOf(provider)).map(({ period }) => period)).toEqual(days);
  });

  test('an option that is wrong is named with its value, and nothing is exported', async () => {
    const provider = await newProvider();
    const other = await newProvider();
    const wrong: [Partial<Exported>, string][] = [
      [{ project: '999999' }, `--project '999999': there is no such project`],
      [{ project: 'x' }, `--project 'x': there is no such project`],
      [{ partner: String(other.partner) }, `--partner '${other.partner}': there is no such partner`],
      [{ partner: '0' }, `--partner '0': there is no such partner`],
      [{ program: String(other.program) }, `--program '${other.program}': there is no such program`],
      [{ program: '1e0' }, `--program '1e0': there is no such program`],
      [{ from: '2025-02-30' }, `--from '2025-02-30' is no day; write it as 2025-08-01`],
      [{ to: '1.8.2025' }, `--to '1.8.2025' is no day; write it as 2025-08-01`],
      [{ from: '2025-08-02', to: '2025-08-01' }, `--from '2025-08-02' is after --to '2025-08-01'`],
    ];
    for (const [options, message] of wrong)
      await expect(exported(provider, options)).rejects.toThrow(new RangeError(message));
    expect(await exported(provider, { from: '2025-08-01', to: '2025-08-01' })).toBe(`${HEADER}\r\n`);
  });

  test('rewards export prints it, and leaves in peace when nobody reads on', async () => {
    const { project } = await newProvider();
    const args = ['rewards', 'export', '--project', String(project)];
    expect(await billref(args, environment())).toEqual({ code: 0, said: `${HEADER}\r\n` });
    expect(await billref([...args, '--from', 'x'], environment())).toEqual({
      code: 1,
      said: `billref: --from 'x' is no day; write it as 2025-08-01\n`,
    });

    const child = execFile(process.execPath, [main, ...args], { env: { ...process.env, ...environment() } });
    let complaints = '';
    child.stderr?.on('data', (text: string) => (complaints += text));
    child.stdout?.destroy();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(complaints).toBe('');
  });
});
