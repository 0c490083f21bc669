import { afterAll } from '@jest/globals';
import { sql } from 'kysely';
import { type Logs, openLogs } from '../src/log/logs.ts';
import { localDay } from '../src/referral/local-day.ts';
import { maintain } from '../src/rewards/maintain.ts';
import type { Store } from '../src/store/open.ts';
import { createRule, type RuleTerms } from '../src/store/rules.ts';
import { addTestProvider, addTestReferral, type TestProvider } from './provider.ts';
import type { Place } from './stores.ts';

const at = (text: string): number => Date.parse(text);

/** When the test providers, and what belongs to them, begin. */
export const JUNE = at('2025-06-10T12:00:00Z');

/** The test providers' currency. */
const EURO = 126;

/** What tests of reward runs do on one store, and see there. */
export function rewardTests(place: () => Place & { store: Store }) {
  let logs: Logs | undefined;
  afterAll(() => logs?.close());
  /** Does what has come by the end of a day. */
  const run = (day: string) => {
    logs ??= openLogs(place().folder);
    return maintain({ store: place().store, logs }, { now: at(`${day}T12:00:00Z`), day });
  };
  const newProvider = () => addTestProvider(place().store, { now: JUNE });
  const addRule = ({ program }: TestProvider, terms: RuleTerms) =>
    createRule(place().store, { referralprogram: program, terms }, JUNE);
  /** Ends the rule that a test provider has, so that another one is alone. */
  const withoutFirstRule = async (provider: TestProvider): Promise<TestProvider> => {
    await sql`update referralprogram_rule_version set until = since where referralprogram_rule in (
      select id from referralprogram_rule where referralprogram = ${provider.program}
    )`.execute(place().store);
    return provider;
  };
  const addReferral = (provider: TestProvider, joined = JUNE) => addTestReferral(place().store, provider, joined);
  const addExpense = async (
    provider: TestProvider,
    account: number,
    amount: number,
    when: string,
    currency = EURO,
  ): Promise<number> => {
    const { store } = place();
    const item = await store
      .insertInto('item')
      .values({ account, pricelist: provider.pricelist, period: 1, status: 'active', cdate: at(when) })
      .returning('id')
      .executeTakeFirstOrThrow();
    const expense = await store
      .insertInto('expense')
      .values({
        account,
        item: item.id,
        amount,
        currency,
        cdate: at(when),
        cday: localDay(at(when), 'Europe/Berlin'),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return expense.id;
  };
  const rewardsOf = ({ partner }: TestProvider) =>
    place()
      .store.selectFrom('referralprogram_reward')
      .where('referer_account', '=', partner)
      .orderBy('expense')
      .orderBy('id')
      .select(['expense', 'amount', 'cdate'])
      .execute();
  const paymentsOf = ({ partner }: TestProvider) =>
    place()
      .store.selectFrom('payment')
      .innerJoin('subaccount', 'subaccount.id', 'payment.subaccount')
      .where('subaccount.account', '=', partner)
      .orderBy('payment.id')
      .select(['reward_date', 'subaccountamount', 'status'])
      .execute();
  const balanceOf = async ({ partner }: TestProvider) => {
    const { sum } = await place()
      .store.selectFrom('ledger')
      .innerJoin('subaccount', 'subaccount.id', 'ledger.subaccount')
      .where('subaccount.account', '=', partner)
      .select(sql<number | null>`sum(ledger.amount)`.as('sum'))
      .executeTakeFirstOrThrow();
    return sum;
  };
  return { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense, rewardsOf, paymentsOf, balanceOf };
}
