import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare, staffOf } from '../call/declare.ts';
import { day, iso, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { providerAsked } from '../call/provider-asked.ts';
import { formatRate, parseRate } from '../prices/exchange.ts';
import { localDay } from '../referral/local-day.ts';
import { addRate, rateOn } from '../store/rates.ts';
import { currencyOf } from '../store/provider.ts';
import type { Writing } from '../store/open.ts';

export default declare({
  name: 'billref.currencyrate.edit',
  about:
    "Says what one unit of the provider's currency is worth in another, from a day on; said of the same day again, it " +
    'is corrected. Without `sok` it is the form.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({
    sok,
    currency: iso.optional().describe('The other currency, by its ISO code: `USD`. Needed to save.'),
    day: day.optional().describe("The day, YYYY-MM-DD, from which the rate holds; the provider's today by default."),
    rate: z
      .string()
      .regex(/^\d{1,7}(\.\d{1,8})?$/)
      .optional()
      .describe(
        'How many units of it one unit is worth: `1.1603`. More than nothing, with at most twelve digits. Needed to save.',
      ),
  }),
  answer: { ok: 'Saved.', '*': 'Without `sok`: the values as they are.' },
  examples: [
    { title: 'the form of a rate', as: 'provider', parameters: { currency: 'USD', day: '2025-12-01' } },
    {
      title: 'a rate of today',
      as: 'provider',
      parameters: { sok: 'ok', currency: 'RUB', day: '2025-12-10', rate: '89.4512' },
    },
    { title: 'no currency', as: 'provider', parameters: { sok: 'ok', currency: 'QQQ', rate: '2' } },
  ],
  async run({ sok: confirmed, currency, day: asked, rate: written }, call) {
    const { project } = staffOf(call);
    const provider = await providerAsked(call);
    const day = asked ?? localDay(call.now, provider.timezone);
    if (!confirmed) {
      const now = currency === undefined ? undefined : await rateOn(call.store, { project, iso: currency, day });
      return { doc: form({ values: { currency, day, rate: now && formatRate(now) } }) };
    }
    if (currency === undefined) throw missed('currency');
    if (written === undefined) throw missed('rate');
    const rate = parseRate(written);
    if (rate === undefined) throw new PlatformError('value', 'rate', NO_RATE, written);
    if (currency === provider.iso) throw new PlatformError('value', 'currency', OWN, currency);
    await changing(call, async (writing) => {
      const id = await knownCurrency(writing, currency);
      const before = await rateOn(writing, { project, iso: currency, day });
      await addRate(writing, { project, currency: id, day, ...rate });
      const told = (one: typeof rate) => ({ currency, day, rate: formatRate(one) });
      await audit(writing, call, { elid: id, before: before && told(before), after: told(rate) });
    });
    return { doc: saved() };
  },
});

async function knownCurrency(writing: Writing, iso: string): Promise<number> {
  try {
    return await currencyOf(writing, iso);
  } catch (error) {
    if (error instanceof RangeError) throw new PlatformError('value', 'currency', UNKNOWN, iso);
    throw error;
  }
}

const UNKNOWN = { en: 'there is no such currency', ru: 'нет такой валюты' };
const OWN = { en: "this is the provider's own currency", ru: 'это валюта самого провайдера' };
const NO_RATE = {
  en: `'rate' must be more than nothing and have at most twelve digits`,
  ru: `'rate' должен быть больше нуля и не длиннее двенадцати цифр`,
};
