import type { Store } from '../src/store/open.ts';
import { addClient } from '../src/store/clients.ts';
import { addPartner, addProgram } from '../src/store/programs.ts';
import { addProvider } from '../src/store/provider.ts';
import { addTariff } from '../src/store/tariffs.ts';

/** A provider to test with: a program at 10 % for https://site.com/, its partner, a tariff of 10.50 EUR a month. */
export interface TestProvider {
  readonly project: number;
  readonly program: number;
  readonly partner: number;
  readonly pricelist: number;
}

/**
 * Adds a test provider.
 *
 * @param url the program's Website URL
 */
export async function addTestProvider(
  store: Store,
  { now, url = 'https://site.com/' }: { now: number; url?: string },
): Promise<TestProvider> {
  return store.transaction().execute(async (writing) => {
    const name = `Provider ${String(Math.random())}`;
    const provider = {
      name,
      currency: 'EUR',
      timezone: 'Europe/Berlin',
      email: `admin-${name}@example.com`,
      passwd: '',
    };
    const project = await addProvider(writing, provider, now);
    const { account: partner } = await addTestClient(writing, project, now);
    const program = await addProgram(writing, { project, name: 'Friends', url, percent: 100_000 }, now);
    await addPartner(writing, { account: partner, project, referralprogram: program });
    const pricelist = await addTariff(writing, { project, name: 'Start', itemtype: 'vhost', costs: { 1: 1050 } });
    return { project, program, partner, pricelist };
  });
}

let clients = 0;

/** Adds a client who cannot log in. */
export async function addTestClient(
  writing: Parameters<typeof addClient>[0],
  project: number,
  now: number,
): Promise<{ user: number; account: number }> {
  clients += 1;
  return addClient(
    writing,
    {
      project,
      email: `client-${String(clients)}-${String(process.pid)}@example.com`,
      realname: `Client ${String(clients)}`,
      phone: undefined,
      country: undefined,
      state: undefined,
      passwd: '',
    },
    now,
  );
}

/** Adds a client whom the provider's partner brought. */
export async function addTestReferral(store: Store, provider: TestProvider, joined: number): Promise<number> {
  const { project, program, partner } = provider;
  const { account } = await store.transaction().execute((writing) => addTestClient(writing, project, joined));
  await linkTestReferral(store, { project, program, partner, account, joined });
  return account;
}

/** Writes the link of a referral to its partner. */
export async function linkTestReferral(
  store: Store,
  { project, program, partner, account, joined }: Omit<TestProvider, 'pricelist'> & { account: number; joined: number },
): Promise<void> {
  await store
    .insertInto('referralprogram_referral')
    .values({
      referral_account: account,
      referer_account: partner,
      project,
      referralprogram: program,
      sesid: null,
      site: null,
      click_date: null,
      cdate: joined,
    })
    .execute();
}
