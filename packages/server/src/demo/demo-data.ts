import { hashPassword } from '../sessions/password.ts';
import { addClient } from '../store/clients.ts';
import type { Store, Writing } from '../store/open.ts';
import { addToBasket, basketOf, payBasket } from '../store/orders.ts';
import { addProgram } from '../store/programs.ts';
import { addProvider } from '../store/provider.ts';
import { addTariff, tariffs } from '../store/tariffs.ts';
import { linkReferral } from '../store/referrals.ts';

const DAY = 86_400_000;

/** The password of everybody in the demo. */
export const DEMO_PASSWORD = 'demo-password';

/** What the demo begins with. */
export interface DemoData {
  readonly project: number;
  readonly program: number;
  /** The partner whose link is opened: account 2, as in the platform's documentation. */
  readonly partner: number;
}

/**
 * A provider with a program at 10 %, two partners, three tariffs, and clients who came and paid in the months before.
 *
 * @param site the program's Website URL
 */
export async function addDemoData(store: Store, { site, now }: { site: string; now: number }): Promise<DemoData> {
  const passwd = await hashPassword(DEMO_PASSWORD);
  return store.transaction().execute(async (writing) => {
    const opened = now - 200 * DAY;
    const project = await addProvider(
      writing,
      { name: 'Example Hosting', currency: 'EUR', timezone: 'Europe/Berlin', email: 'admin@example.com', passwd },
      opened,
    );
    const program = await addProgram(
      writing,
      { project, name: 'Recommend us', url: site, promocode: 'FRIEND-@ID@', percent: 100_000, assign_by_default: true },
      opened,
    );
    const add = async (realname: string, when: number): Promise<number> => {
      const email = `${realname.toLowerCase()}@example.com`;
      const contact = { phone: undefined, country: undefined, state: undefined };
      const { account } = await addClient(writing, { project, email, realname, passwd, ...contact }, when);
      return account;
    };
    const anna = await add('Anna', opened);
    const partner = await add('Ben', opened);
    for (const [name, monthly] of [
      ['Start', 490],
      ['Business', 1290],
      ['Pro', 2950],
    ] as const)
      await addTariff(writing, { project, name, itemtype: 'vhost', costs: { 1: monthly, 12: monthly * 10 } });

    for (const [name, daysAgo, referrer] of [
      ['Clara', 95, anna],
      ['David', 64, anna],
      ['Emil', 40, undefined],
    ] as const) {
      const joined = now - daysAgo * DAY;
      const account = await add(name, joined);
      if (referrer !== undefined)
        await linkReferral(writing, { account, project, brought: [{ partner: referrer }], now: joined });
      for (let when = joined; when < now; when += 30 * DAY) await buy(writing, { account, project, now: when });
    }
    return { project, program, partner };
  });
}

async function buy(writing: Writing, buyer: { account: number; project: number; now: number }): Promise<void> {
  const [tariff] = await tariffs(writing, { project: buyer.project, period: 1 });
  if (tariff === undefined) return;
  await addToBasket(writing, { ...buyer, tariff });
  await payBasket(writing, { ...buyer, basket: await basketOf(writing, buyer), brought: [] });
}
