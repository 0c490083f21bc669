import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noAgreement } from '../store/agreements.ts';

export default declare({
  name: 'billref.agreement.delete',
  about: 'Asks new clients for an agreement no more. What clients have agreed to stays.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({ elid: id.describe('The agreement.') }),
  answer: { ok: 'It is gone.' },
  examples: [{ title: 'an agreement that is not there', as: 'provider', parameters: { elid: '99' } }],
  async run({ elid }, call) {
    const { project } = staffOf(call);
    await call.store.transaction().execute(async (writing) => {
      const before = await writing
        .deleteFrom('agreement')
        .where('id', '=', elid)
        .where('project', '=', project)
        .returning(['name', 'title', 'url'])
        .executeTakeFirst();
      if (before === undefined) throw noAgreement(elid);
      await audit(writing, call, { elid, before });
    });
    return { doc: saved() };
  },
});
