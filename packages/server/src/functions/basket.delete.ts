import { z } from 'zod';
import { removeFromBasket } from '../store/orders.ts';
import { clientOf, declare } from '../call/declare.ts';
import { id, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { PlatformError } from '../call/platform-error.ts';

export default declare({
  name: 'basket.delete',
  about: 'Takes an item out of the basket.',
  access: 'client',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({ sok, elid: id.describe('The item, as `basket` lists it.') }),
  answer: { ok: 'It is out.' },
  errors: [['value', 'elid', 'there is no such item in the basket']],
  examples: [{ title: 'an item that is not there', as: 'client', parameters: { elid: '999', sok: 'ok' } }],
  async run({ sok: confirmed, elid }, call) {
    const { account } = clientOf(call);
    const goTo = `${call.base}?func=basket`;
    // A link only shows the basket.
    if (!confirmed) return { doc: form(), goTo };
    if (!(await removeFromBasket(call.store, { account, id: elid })))
      throw new PlatformError(
        'value',
        'elid',
        { en: 'there is no such item in the basket', ru: 'в корзине нет такого заказа' },
        String(elid),
      );
    return { doc: saved(), goTo };
  },
});
