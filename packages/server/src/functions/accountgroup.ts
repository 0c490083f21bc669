import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { declareList } from '../call/list.ts';

export default declareList({
  name: 'accountgroup',
  about: "The provider's groups of clients.",
  access: 'provider',
  parameters: z.object({}),
  rows: (_, call) =>
    call.store.selectFrom('account_group').where('project', '=', staffOf(call).project).select(['id', 'name']),
  columns: { id: { about: 'The id of the group.' }, name: { about: 'Its name.' } },
  filters: { name: 'contains' },
  order: { id: 'asc' },
  examples: [{ title: 'all groups', as: 'provider', parameters: {} }],
});
