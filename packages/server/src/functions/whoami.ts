import { z } from 'zod';
import { declare, userOf } from '../call/declare.ts';
import { levelOf } from '../sessions/session.ts';

export default declare({
  name: 'whoami',
  about: 'Who is logged in. `ok` would name a further step of logging in; there is none, so it is empty.',
  access: 'public',
  readableBy: 'nobody',
  parameters: z.object({}),
  answer: {
    ok: 'Empty: there is no further step.',
    'user@name': 'The login.',
    'user@level': '16 for a client, 29 for the staff of the provider.',
    'user@account': "The client's id; the provider's staff has none.",
    'user@realname': 'The name.',
    'user@project': 'The provider.',
  },
  errors: [['access', 'session', 'nobody is logged in']],
  examples: [
    { title: 'a client', as: 'client', parameters: {} },
    { title: 'the staff of the provider', as: 'provider', parameters: {} },
    { title: 'nobody', parameters: {} },
  ],
  run(_, call) {
    const user = userOf(call);
    const { email: name, account, realname, project } = user;
    const attributes = {
      name,
      level: levelOf(user),
      ...(account !== undefined && { account: String(account) }),
      realname,
      project: String(project),
    };
    return { doc: { children: { user: { attributes }, ok: {} } } };
  },
});
