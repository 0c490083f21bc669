import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare, staffOf } from '../call/declare.ts';
import { sok } from '../call/fields.ts';
import { type Choice, form, saved } from '../call/form.ts';
import type { Lang, Words } from '../call/words.ts';
import { changeProviderSettings, providerSettings } from '../store/provider-settings.ts';

const ATTRIBUTION = {
  first: { en: 'the first click', ru: 'первый переход' },
  last: { en: 'the last click', ru: 'последний переход' },
};
const PRECEDENCE = {
  click: { en: 'the click', ru: 'переход' },
  code: { en: 'the promo code', ru: 'промокод' },
};

export default declare({
  name: 'billref.project.edit',
  about:
    "The provider's own settings: which of several partners gets a client. Without `sok` it is the form; what is not " +
    'sent stays as it is. They count for what is decided from now on, at a registration or at a first order.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({
    sok,
    attribution: z
      .enum(['first', 'last'])
      .optional()
      .describe(
        'Of the clicks that brought a client to billing, which counts: the `first`, as it is by default, or `last`.',
      ),
    promocode_precedence: z
      .enum(['click', 'code'])
      .optional()
      .describe(
        'Where a client came by the click of one partner and gives the promo code of another at the first order, which ' +
          'counts: the `click`, as it is by default, or the `code`. The partner who lost is recorded.',
      ),
  }),
  answer: { ok: 'Saved.', '*': 'Without `sok`: the values as they are, and what can be chosen.' },
  examples: [
    { title: 'the settings', as: 'provider', parameters: {} },
    {
      title: 'codes before clicks',
      as: 'provider',
      parameters: { sok: 'ok', attribution: 'last', promocode_precedence: 'code' },
    },
    { title: 'what cannot be', as: 'provider', parameters: { sok: 'ok', promocode_precedence: 'both' } },
  ],
  async run({ sok: confirmed, ...given }, call) {
    const { project } = staffOf(call);
    if (!confirmed)
      return {
        doc: form({
          values: await providerSettings(call.store, project),
          lists: {
            attribution: choices(ATTRIBUTION, call.lang),
            promocode_precedence: choices(PRECEDENCE, call.lang),
          },
        }),
      };
    await changing(call, async (writing) => {
      const before = await providerSettings(writing, project);
      const after = {
        attribution: given.attribution ?? before.attribution,
        promocode_precedence: given.promocode_precedence ?? before.promocode_precedence,
      };
      await changeProviderSettings(writing, project, after);
      await audit(writing, call, { elid: project, before, after });
    });
    return { doc: saved() };
  },
});

const choices = (words: Readonly<Record<string, Words>>, lang: Lang): readonly Choice[] =>
  Object.entries(words).map(([key, said]) => [key, said[lang]]);
