import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { minorUnits } from '../call/decimal.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id, line, notBlank } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { instantOf, moment, toldAnother } from '../call/outside-money.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { formatAmount } from '../referral/money.ts';
import type { Writing } from '../store/open.ts';
import { addOutsideRefund, expenseNamed } from '../store/outside-money.ts';

export default declare({
  name: 'billref.refund.add',
  about:
    'Tells of money that was given back of an expense, whole or in part. The same again, by its `external_id`, changes ' +
    'nothing and is answered with `already`. The next run takes back what the expense has earned, or its part.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    external_id: notBlank(100).describe('What your system calls the refund; unique for the provider.'),
    expense: id.optional().describe('The expense, by its id here.'),
    expense_external_id: line(100).optional().describe('Or by what your system calls it.'),
    amount: line(20).optional().describe('What was given back; all that is left by default.'),
    cdate: moment.optional().describe('When: a day, YYYY-MM-DD, or an instant with its offset; now by default.'),
  }),
  answer: { id: 'The refund.', already: '`on` if it had been told before.', ok: 'It is there.' },
  errors: [['exists', 'external_id', 'another refund, or an expense, has this `external_id`']],
  examples: [
    { title: 'a part', as: 'provider', parameters: { external_id: 'credit-5', expense: '1', amount: '5.25' } },
    { title: 'more than was paid', as: 'provider', parameters: { external_id: 'c', expense: '1', amount: '99' } },
  ],
  async run({ external_id, expense, expense_external_id, amount, cdate }, call) {
    const staff = staffOf(call);
    const { project, timezone } = staff;
    const when = instantOf(cdate, staff, call.now);
    return call.store.transaction().execute(async (writing) => {
      const paid = await expenseOf(writing, { project, expense, expense_external_id });
      const refunded = amount === undefined ? undefined : minorUnits('amount', amount, paid.exponent);
      const refund = { external_id, expense: paid.id, amount: refunded, cdate: when };
      const told = await addOutsideRefund(writing, { ...refund, project, timezone });
      if (told.kind === 'another') throw toldAnother(external_id);
      if (told.kind === 'too-much') {
        const left = `${formatAmount(told.left, paid.exponent)} ${paid.iso}`;
        const words = { en: `${left} is left of the expense`, ru: `от расхода осталось ${left}` };
        throw new PlatformError('value', 'amount', words, amount);
      }
      if (told.kind === 'new') await audit(writing, call, { elid: told.id, after: refund });
      return {
        doc: saved({ id: { text: String(told.id) }, ...(told.kind === 'already' && { already: { text: 'on' } }) }),
      };
    });
  },
});

async function expenseOf(
  writing: Writing,
  asked: { project: number; expense: number | undefined; expense_external_id: string | undefined },
) {
  const { project, expense, expense_external_id } = asked;
  if (expense === undefined && expense_external_id === undefined) throw missed('expense');
  const found = await expenseNamed(
    writing,
    expense === undefined ? { project, external_id: expense_external_id ?? '' } : { project, id: expense },
  );
  if (found !== undefined) return found;
  const parameter = expense === undefined ? 'expense_external_id' : 'expense';
  const words = { en: 'there is no such expense', ru: 'нет такого расхода' };
  throw new PlatformError('value', parameter, words, String(expense ?? expense_external_id));
}
