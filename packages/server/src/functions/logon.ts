import { z } from 'zod';
import { endSession } from '../sessions/session.ts';
import { declare } from '../call/declare.ts';
import { saved } from '../call/form.ts';

export default declare({
  name: 'logon',
  about: "Ends the session, as the platform's clients expect of this name.",
  access: 'public',
  readableBy: 'nobody',
  changesSession: () => true,
  parameters: z.object({}),
  answer: { ok: 'It is over.' },
  examples: [{ title: 'a client leaves', as: 'client', parameters: {} }],
  async run(_, { store, session, base }) {
    if (session !== undefined) await endSession(store, session);
    return { doc: saved(), goTo: base, token: null };
  },
});
