import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { PlatformError } from '../call/platform-error.ts';
import type { Words } from '../call/words.ts';
import { accountGroupsOf } from '../store/account-groups.ts';

export default declare({
  name: 'accountgroup.delete',
  about:
    'Removes a group of clients; the clients stay. One that a referral program or a tariff names cannot be removed.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({ elid: id.describe('The group.') }),
  answer: { ok: 'It is gone.' },
  examples: [
    { title: 'a group', as: 'provider', parameters: { elid: '2' } },
    { title: 'a group that a program names', as: 'provider', parameters: { elid: '1' } },
  ],
  async run({ elid }, call) {
    await changing(call, async (writing, { project }) => {
      const before = (await accountGroupsOf(writing, project)).find((group) => group.id === elid);
      if (before === undefined) throw noSuch('elid', elid);
      const program = await writing
        .selectFrom('referralprogram')
        .where((named) => named.or([named('account_group', '=', elid), named('account_group_restrict', '=', elid)]))
        .select('id')
        .executeTakeFirst();
      if (program !== undefined)
        throw named(elid, {
          en: `referral program ${String(program.id)} names this group`,
          ru: `эту группу называет реферальная программа ${String(program.id)}`,
        });
      const tariff = await writing
        .selectFrom('pricelist')
        .where('account_group', '=', elid)
        .select('id')
        .executeTakeFirst();
      if (tariff !== undefined)
        throw named(elid, {
          en: `tariff ${String(tariff.id)} is sold to this group`,
          ru: `этой группе продаётся тариф ${String(tariff.id)}`,
        });
      await writing.deleteFrom('account_group_member').where('account_group', '=', elid).execute();
      await writing.deleteFrom('account_group').where('id', '=', elid).execute();
      await audit(writing, call, { elid, before });
    });
    return { doc: saved() };
  },
});

const named = (elid: number, words: Words): PlatformError => new PlatformError('value', 'elid', words, String(elid));
