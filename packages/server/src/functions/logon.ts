import { z } from 'zod';
import { endSession } from '../sessions/session.ts';
import { declare } from './function.ts';

/** Ends the session, as the platform's clients expect of this name. */
export const logon = declare({
  name: 'logon',
  access: 'public',
  readableBy: 'nobody',
  changesSession: () => true,
  parameters: z.object({}),
  async run(_, { store, session, base }) {
    if (session !== undefined) await endSession(store, session);
    return { doc: { children: { ok: {} } }, goTo: base, token: null };
  },
});
