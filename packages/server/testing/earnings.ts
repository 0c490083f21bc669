import { localDay } from '../src/referral/local-day.ts';
import type { TestBackend } from './backend.ts';
import { addTestProvider, addTestReferral, type TestProvider } from './provider.ts';
import { type AskAsStaff, staffOfProvider } from './sessions.ts';

/** A provider whose partner has brought a client, and what rewards that client's expense and pays the reward. */
interface Earning extends TestProvider {
  readonly ask: AskAsStaff;
  readonly referral: number;
  /** An expense of 10.50 EUR that the referral made a moment ago. */
  readonly expense: number;
  readonly reward: Readonly<Record<string, string | number>>;
  readonly payment: Readonly<Record<string, string | number>>;
}

/** The current date of the tests' providers. */
export const today = (): string => localDay(Date.now(), 'Europe/Berlin');

/** Makes a provider with something to be rewarded, each time another. */
export async function newEarning(backend: TestBackend): Promise<Earning> {
  const { store } = backend;
  const provider = await addTestProvider(store, { now: Date.now() - 60_000 });
  const referral = await addTestReferral(store, provider, Date.now() - 30_000);
  const cdate = Date.now() - 1000;
  const item = { account: referral, pricelist: provider.pricelist, period: 1, status: 'active', cdate } as const;
  const { id } = await store.insertInto('item').values(item).returning('id').executeTakeFirstOrThrow();
  const cday = localDay(cdate, 'Europe/Berlin');
  const made = { account: referral, item: id, amount: 1050, currency: 126, cdate, cday };
  const { id: expense } = await store.insertInto('expense').values(made).returning('id').executeTakeFirstOrThrow();
  return {
    ...provider,
    ask: await staffOfProvider(backend, provider.project),
    referral,
    expense,
    reward: {
      referer_account: provider.partner,
      referral_expense: expense,
      referralprogram_rule: provider.program,
      reward_amount: '100.00',
      reward_cdate: today(),
    },
    payment: { referer_account: provider.partner, referralprogram: provider.program, reward_date: today() },
  };
}
