import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { declareList } from '../call/list.ts';
import { localTime } from '../referral/local-day.ts';

export default declareList({
  name: 'billref.audit',
  about:
    "What the provider's staff has changed, the latest first, and by `su` whose account they have entered, once an hour. No " +
    'row is ever edited, but that `billref.person.erase` takes a person out of it. The command `billref audit` is something ' +
    'else: it checks that rewards, payments and the ledger add up.',
  access: 'provider',
  parameters: z.object({}),
  rows: (_, call) =>
    call.store
      .selectFrom('audit')
      .innerJoin('user', 'user.id', 'audit.user')
      .where('audit.project', '=', staffOf(call).project)
      .select([
        'audit.id',
        'audit.cdate',
        'user.email as user',
        'audit.func',
        'audit.elid',
        'audit.before',
        'audit.after',
      ]),
  columns: {
    id: { about: 'The row.' },
    cdate: { about: 'When.', write: ({ cdate }, call) => localTime(cdate, staffOf(call).timezone) },
    user: { about: 'Who: the login.' },
    func: { about: 'By which function.' },
    elid: { about: 'What was changed.' },
    before: { about: 'What it was, as JSON; nothing where it was not.' },
    after: { about: 'What it is, as JSON; nothing where it is no more.' },
  },
  filters: { cdate: 'time', user: 'contains', elid: 'equals' },
  order: { id: 'desc' },
  examples: [{ title: 'nothing yet', as: 'provider', parameters: {} }],
});
