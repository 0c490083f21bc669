import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare } from '../call/declare.ts';
import { day, iso } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { formatRate } from '../prices/exchange.ts';
import { removeRate } from '../store/rates.ts';

export default declare({
  name: 'billref.currencyrate.delete',
  about: 'Takes a rate back: from its day on the one before it holds. What was paid is in its own currency and stays.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    currency: iso.describe('The other currency, by its ISO code.'),
    day: day.describe('The day, YYYY-MM-DD, from which the rate holds.'),
  }),
  answer: { ok: 'It is gone.' },
  examples: [
    { title: 'a rate', as: 'provider', parameters: { currency: 'USD', day: '2025-12-01' } },
    { title: 'a day without a rate', as: 'provider', parameters: { currency: 'USD', day: '2025-12-02' } },
  ],
  async run({ currency, day }, call) {
    await changing(call, async (writing, { project }) => {
      const before = await removeRate(writing, { project, iso: currency, day });
      if (before === undefined) throw noSuch('day', day);
      await audit(writing, call, { elid: before.currency, before: { currency, day, rate: formatRate(before) } });
    });
    return { doc: saved() };
  },
});
