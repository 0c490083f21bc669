import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { minorUnits } from '../call/decimal.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id, line, notBlank } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { currencyNamed } from '../call/outside-money.ts';
import { noSuch } from '../call/no-such.ts';
import { PlatformError } from '../call/platform-error.ts';
import { formatAmount } from '../referral/money.ts';
import { isClientOf } from '../store/clients.ts';
import { balancesOf } from '../store/overview.ts';
import { subaccountOf } from '../store/subaccount.ts';

export default declare({
  name: 'billref.ledger.add',
  about:
    "Adjusts a partner's balance by an entry of its own, with a reason. No entry is ever edited or removed, but that " +
    '`billref.person.erase` takes the reason out.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    account: id.describe('The client.'),
    amount: line(20).describe('What is added, `-5.00` to take away.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional()
      .describe("ISO 4217; the provider's own by default."),
    reason: notBlank(500).describe('Why.'),
  }),
  answer: { id: 'The entry.', balance: 'What the balance is now, with its currency.', ok: 'It is there.' },
  examples: [
    {
      title: 'a gift',
      as: 'provider',
      parameters: { account: '2', amount: '5.00', reason: 'a thank-you for ten years' },
    },
    { title: 'without a reason', as: 'provider', parameters: { account: '2', amount: '5.00' } },
  ],
  async run({ account, amount: text, currency: iso, reason }, call) {
    const staff = staffOf(call);
    const { store, now } = call;
    const currency = await currencyNamed(store, iso, staff);
    const amount = minorUnits('amount', text, currency.exponent);
    if (amount === 0) throw new PlatformError('value', 'amount', NOTHING, text);
    return changing(call, async (writing, { project }) => {
      if (!(await isClientOf(writing, project, account))) throw noSuch('account', account);
      const subaccount = await subaccountOf(writing, { account, currency: currency.id });
      const { id: elid } = await writing
        .insertInto('ledger')
        .values({ subaccount, amount, reason, cdate: now })
        .returning('id')
        .executeTakeFirstOrThrow();
      await audit(writing, call, { elid, after: { account, amount, currency: currency.iso, reason } });
      const balance = (await balancesOf(writing, account)).find((one) => one.currency.id === currency.id);
      return {
        doc: saved({
          id: { text: String(elid) },
          balance: { text: `${formatAmount(balance?.amount ?? 0, currency.exponent)} ${currency.iso}` },
        }),
      };
    });
  },
});

const NOTHING = { en: `'amount' must not be nothing`, ru: `'amount' не должна быть нулём` };
