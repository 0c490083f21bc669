import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { localTime } from '../referral/local-day.ts';

export default declareList({
  name: 'user',
  about: "The logins of the provider's clients, and those of its staff, which have no client; the latest first.",
  access: 'provider',
  parameters: z.object({ elid: id.optional().describe('Only of this client.') }),
  rows({ elid }, call) {
    const users = call.store
      .selectFrom('user')
      .where('project', '=', staffOf(call).project)
      .select(['id', 'account', 'email', 'realname', 'phone', 'country', 'state', 'tzoffset', 'ga', 'cdate']);
    return elid === undefined ? users : users.where('account', '=', elid);
  },
  columns: {
    id: { about: 'The id.' },
    account: { about: 'The client.' },
    email: { about: 'The login, and the e-mail.' },
    realname: { about: 'The name.' },
    phone: { about: 'The phone number.' },
    country: { about: 'The country, as `country` lists them.' },
    state: { about: 'The state, as `state` lists them.' },
    tzoffset: { about: 'The time zone, as `register` was told it.' },
    ga: { about: 'The id of Google Analytics.' },
    cdate: { about: 'When it was registered.', write: ({ cdate }, call) => localTime(cdate, staffOf(call).timezone) },
  },
  filters: { account: 'equals', email: 'contains', realname: 'contains', phone: 'contains', cdate: 'time' },
  order: { id: 'desc' },
  examples: [{ title: 'the logins of a client', as: 'provider', parameters: { elid: '3' } }],
});
