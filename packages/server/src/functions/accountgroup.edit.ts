import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id, line, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { accountGroupsOf, addAccountGroup } from '../store/account-groups.ts';
import type { Store, Writing } from '../store/open.ts';

export default declare({
  name: 'accountgroup.edit',
  about: 'Makes a group of clients, or with `elid` names one anew; without `sok` it is the form.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({
    sok,
    elid: id.optional().describe('The group to change. Without it, a new one.'),
    name: line(100).optional().describe('The name of the group, which no other has.'),
  }),
  answer: { ok: 'Saved.', id: 'The id of a new group.', '*': 'Without `sok`: the values as they are.' },
  errors: [['exists', 'name', 'there is a group of this name']],
  examples: [
    { title: 'the form of a group', as: 'provider', parameters: { elid: '1' } },
    { title: 'a new group', as: 'provider', parameters: { sok: 'ok', name: 'Wholesale' } },
    { title: 'a name that another has', as: 'provider', parameters: { sok: 'ok', elid: '2', name: 'Resellers' } },
  ],
  async run({ sok, elid, name }, call) {
    if (!sok) {
      const before = elid === undefined ? undefined : await groupIn(call.store, staffOf(call).project, elid);
      return { doc: form({ values: { elid, name: before?.name } }) };
    }
    const created = await changing(call, async (writing, { project }) => {
      const before = elid === undefined ? undefined : await groupIn(writing, project, elid);
      if (!name) throw missed('name');
      const groups = await accountGroupsOf(writing, project);
      if (groups.some((one) => one.name === name && one.id !== elid)) throw taken(name);
      const group = elid ?? (await addAccountGroup(writing, { project, name }));
      if (group === undefined) throw taken(name);
      if (elid !== undefined) await writing.updateTable('account_group').set({ name }).where('id', '=', elid).execute();
      await audit(writing, call, { elid: group, before, after: { name } });
      return elid === undefined ? group : undefined;
    });
    return { doc: saved(created === undefined ? {} : { id: { text: String(created) } }) };
  },
});

async function groupIn(store: Store | Writing, project: number, elid: number): Promise<{ name: string }> {
  const group = (await accountGroupsOf(store, project)).find(({ id }) => id === elid);
  if (group === undefined) throw noSuch('elid', elid);
  return group;
}

const taken = (name: string): PlatformError =>
  new PlatformError('exists', 'name', { en: 'there is a group of this name', ru: 'группа с таким именем есть' }, name);
