import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { declareList } from '../call/list.ts';

export default declareList({
  name: 'billref.agreement',
  about: "What the provider's clients have to agree to when they register.",
  access: 'provider',
  parameters: z.object({}),
  rows: (_, call) =>
    call.store
      .selectFrom('agreement')
      .where('project', '=', staffOf(call).project)
      .select(['id', 'name', 'title', 'url']),
  columns: {
    id: { about: 'The id.' },
    name: { about: 'The parameter of `register` that says that the client agrees.' },
    title: { about: 'What the form calls it.' },
    url: { about: 'Where it can be read.' },
  },
  order: { id: 'asc' },
  examples: [{ title: 'the list', as: 'provider', parameters: {} }],
});
