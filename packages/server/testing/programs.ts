import { expect } from '@jest/globals';
import { MONTHLY } from '../src/rewards/schedule.ts';
import { localDay } from '../src/referral/local-day.ts';
import type { TestBackend } from './backend.ts';
import { addTestClient, addTestProvider, type TestProvider } from './provider.ts';
import { rewardsOfRun } from './reward-run.ts';
import { type AskAsStaff, staffOfProvider } from './sessions.ts';

/** A provider with a program for a site of its own, and somebody of its staff. */
export interface ProviderWithStaff extends TestProvider {
  readonly ask: AskAsStaff;
  readonly url: string;
}

let sites = 0;

/** What the tests of referral programs do over and over: providers, their clients, what these pay and what is earned. */
export function withPrograms(backend: () => TestBackend) {
  return {
    newProvider: async (): Promise<ProviderWithStaff> => {
      const url = `https://site-${String((sites += 1))}.com/`;
      const provider = await addTestProvider(backend().store, { now: Date.now() - 60_000, url });
      return { ...provider, url, ask: await staffOfProvider(backend(), provider.project) };
    },
    newClient: (project: number): Promise<{ account: number; user: number }> =>
      backend()
        .store.transaction()
        .execute((writing) => addTestClient(writing, project, Date.now())),
    program: (id: unknown) =>
      backend().store.selectFrom('referralprogram').where('id', '=', Number(id)).selectAll().executeTakeFirstOrThrow(),
    versions: (rule: number) =>
      backend()
        .store.selectFrom('referralprogram_rule_version')
        .where('referralprogram_rule', '=', rule)
        .orderBy('id')
        .selectAll()
        .execute(),
    /** An expense of a client, in minor units of the euro. */
    spend: async ({ pricelist }: TestProvider, account: number, amount: number, cdate: number): Promise<number> => {
      const { store } = backend();
      const item = await store
        .insertInto('item')
        .values({ account, pricelist, period: 1, status: 'active', cdate })
        .returning('id')
        .executeTakeFirstOrThrow();
      const cday = localDay(cdate, 'Europe/Berlin');
      const expense = { account, item: item.id, amount, currency: 126, cdate, cday };
      return (await store.insertInto('expense').values(expense).returning('id').executeTakeFirstOrThrow()).id;
    },
    /** Rewards everything there is, and tells what. */
    rewards: async ({ project }: TestProvider) => {
      const created = await backend()
        .store.transaction()
        .execute((writing) => rewardsOfRun(writing, project, { schedule: MONTHLY, day: '2100-01-01' }));
      return created.map(({ expense, amount, referralprogram_rule }) => ({
        expense,
        amount,
        rule: referralprogram_rule,
      }));
    },
    click: (url: string, from: number) =>
      backend().doc({ func: 'referralprogram.registerclick', p: `${url}?from=${String(from)}` }),
  };
}

/** An error in `bjson`. */
export const refused = (type: string, object: string) => ({
  error: expect.objectContaining({ type, object }) as unknown,
});
