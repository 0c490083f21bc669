import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { positiveUnits } from '../call/decimal.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id, line, notBlank } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { currencyNamed, instantOf, moment, toldAnother } from '../call/outside-money.ts';
import { noSuch } from '../call/no-such.ts';
import { PlatformError } from '../call/platform-error.ts';
import { isClientOf } from '../store/clients.ts';
import { addOutsideExpense } from '../store/outside-money.ts';

export default declare({
  name: 'billref.expense.add',
  about:
    'Tells of money that a client paid elsewhere, so that it is rewarded like any other expense. The same again, by its ' +
    '`external_id`, changes nothing and is answered with `already`.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    external_id: notBlank(100).describe('What your system calls the expense; unique for the provider.'),
    account: id.describe('The client.'),
    amount: line(20).describe('What was paid: `10.50`. More than nothing.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional()
      .describe("ISO 4217; the provider's own by default."),
    cdate: moment.optional().describe('When: a day, YYYY-MM-DD, or an instant with its offset; now by default.'),
    item: id.optional().describe("The client's service it was for."),
    name: line(200).optional().describe('What it was for, in words.'),
  }),
  answer: { id: 'The expense.', already: '`on` if it had been told before.', ok: 'It is there.' },
  errors: [['exists', 'external_id', 'another expense, or a refund, has this `external_id`']],
  examples: [
    {
      title: 'an expense',
      as: 'provider',
      parameters: { external_id: 'invoice-17', account: '3', amount: '25.00', cdate: '2025-12-05', name: 'Setup' },
    },
    { title: 'a client who is none', as: 'provider', parameters: { external_id: 'a', account: '999', amount: '1' } },
  ],
  async run({ external_id, account, amount: text, currency: iso, cdate, item, name }, call) {
    const staff = staffOf(call);
    const { project, timezone } = staff;
    const { store, now } = call;
    const currency = await currencyNamed(store, iso, staff);
    const amount = positiveUnits('amount', text, currency.exponent);
    const when = instantOf(cdate, staff, now);
    return store.transaction().execute(async (writing) => {
      if (!(await isClientOf(writing, project, account))) throw noSuch('account', account);
      const service =
        item === undefined
          ? undefined
          : await writing
              .selectFrom('item')
              .where('id', '=', item)
              .where('account', '=', account)
              .where('status', '=', 'active')
              .select('id')
              .executeTakeFirst();
      if (item !== undefined && service === undefined)
        throw new PlatformError('value', 'item', NO_SERVICE, String(item));
      const expense = { external_id, account, item, name, amount, currency: currency.id, cdate: when };
      const told = await addOutsideExpense(writing, { ...expense, project, timezone });
      if (told.kind === 'another') throw toldAnother(external_id);
      if (told.kind === 'new') await audit(writing, call, { elid: told.id, after: expense });
      return {
        doc: saved({ id: { text: String(told.id) }, ...(told.kind === 'already' && { already: { text: 'on' } }) }),
      };
    });
  },
});

const NO_SERVICE = { en: 'the client has no such service', ru: 'у клиента нет такой услуги' };
