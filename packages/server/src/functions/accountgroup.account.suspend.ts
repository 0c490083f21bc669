import { z } from 'zod';
import { declare } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { changeMembership } from '../call/change-membership.ts';

export default declare({
  name: 'accountgroup.account.suspend',
  about: 'Takes a client out of a group.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({ plid: id.describe('The group.'), elid: id.describe('The client.') }),
  answer: { ok: 'The client does not belong to it.' },
  examples: [
    { title: 'a client', as: 'provider', parameters: { plid: '1', elid: '1' } },
    { title: 'a client who is not there', as: 'provider', parameters: { plid: '1', elid: '99' } },
  ],
  run: ({ plid, elid }, call) => changeMembership(call, { account_group: plid, account: elid }, false),
});
