import { sql } from 'kysely';
import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { noSuch } from '../call/no-such.ts';
import { accountGroupsOf } from '../store/account-groups.ts';

export default declareList({
  name: 'accountgroup.account',
  about: "The provider's clients, and whether each belongs to a group.",
  access: 'provider',
  parameters: z.object({ elid: id.describe('The group.') }),
  async rows({ elid }, { store, ...call }) {
    const { project } = staffOf({ store, ...call });
    if (!(await accountGroupsOf(store, project)).some((group) => group.id === elid)) throw noSuch('elid', elid);
    return store
      .selectFrom('account')
      .leftJoin('account_group_member as member', (join) =>
        join.onRef('member.account', '=', 'account.id').on('member.account_group', '=', elid),
      )
      .where('account.project', '=', project)
      .select([
        'account.id',
        'account.name',
        sql<string>`case when member.account is null then 'off' else 'on' end`.as('status'),
      ]);
  },
  columns: {
    id: { about: 'The client.' },
    name: { about: "The client's name." },
    status: { about: '`on`: belongs to the group.' },
  },
  filters: { name: 'contains', status: 'equals' },
  order: { id: 'asc' },
  examples: [{ title: 'the clients and a group', as: 'provider', parameters: { elid: '1' } }],
});
