import { z } from 'zod';
import { declare, userOf } from '../call/declare.ts';
import { saved } from '../call/form.ts';

export default declare({
  name: 'keepalive',
  about: 'Keeps a session alive, as every call with it does, and tells whether there still is one.',
  access: 'public',
  readableBy: 'nobody',
  parameters: z.object({}),
  answer: { ok: 'It lives.' },
  errors: [['access', 'session', 'it is over; log in again']],
  examples: [
    { title: 'a session that lives', as: 'client', parameters: {} },
    { title: 'a session that is gone', parameters: {} },
  ],
  run(_, call) {
    userOf(call);
    return { doc: saved() };
  },
});
