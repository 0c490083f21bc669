import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id, line, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { noAgreement } from '../store/agreements.ts';

export default declare({
  name: 'billref.agreement.edit',
  about:
    "Adds something that the provider's clients have to agree to when they register, or with `elid` changes it. What " +
    'clients have agreed to before stays as it was then.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({
    sok,
    elid: id.optional().describe('The agreement to change; a new one without it.'),
    name: z
      .string()
      .regex(/^(conditions_agree|offer_[a-z0-9_]{1,40})$/)
      .optional()
      .describe('The parameter of `register`, `conditions_agree` or `offer_xxx`; it is never changed.'),
    title: line(200).optional().describe('What the form calls it.'),
    url: line(2048)
      .pipe(z.url({ protocol: /^https?$/ }))
      .optional()
      .describe('Where it can be read.'),
  }),
  answer: { ok: 'Saved.', id: 'The agreement.', '*': 'Without `sok`: the values as they are.' },
  errors: [['exists', 'name', 'there is an agreement of this name']],
  examples: [
    { title: 'the form', as: 'provider', parameters: {} },
    {
      title: 'an offer',
      as: 'provider',
      parameters: { sok: 'ok', name: 'offer_1', title: 'Public offer', url: 'https://site.com/offer' },
    },
    { title: 'an agreement that is not there', as: 'provider', parameters: { elid: '99' } },
  ],
  async run({ sok: confirmed, elid, name, title, url = null }, call) {
    const { store, now } = call;
    const { project } = staffOf(call);
    const before =
      elid === undefined
        ? undefined
        : await store
            .selectFrom('agreement')
            .where('id', '=', elid)
            .where('project', '=', project)
            .select(['id', 'name', 'title', 'url'])
            .executeTakeFirst();
    if (elid !== undefined && before === undefined) throw noAgreement(elid);
    if (!confirmed)
      return {
        doc: form({ values: { elid, name: before?.name, title: before?.title, url: before?.url ?? undefined } }),
      };
    if (title === undefined) throw missed('title');
    if (before === undefined && name === undefined) throw missed('name');
    const values = { name: before?.name ?? name ?? '', title, url };
    const agreement = await store.transaction().execute(async (writing) => {
      const written =
        before === undefined
          ? await writing
              .insertInto('agreement')
              .values({ ...values, project, cdate: now })
              .onConflict((conflict) => conflict.columns(['project', 'name']).doNothing())
              .returning('id')
              .executeTakeFirst()
          : await writing
              .updateTable('agreement')
              .set({ title, url })
              .where('id', '=', before.id)
              .returning('id')
              .executeTakeFirst();
      if (written !== undefined) await audit(writing, call, { elid: written.id, before, after: values });
      return written;
    });
    if (agreement === undefined)
      throw new PlatformError(
        'exists',
        'name',
        { en: `there is an agreement with this 'name'`, ru: `соглашение с таким 'name' уже есть` },
        name,
      );
    return { doc: saved({ id: { text: String(agreement.id) } }) };
  },
});
