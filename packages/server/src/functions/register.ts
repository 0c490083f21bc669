import { z } from 'zod';
import { logAttribution } from '../log/attribution-log.ts';
import { registrationPage } from '../pages/registration.tsx';
import { hashPassword, SHORTEST_PASSWORD } from '../sessions/password.ts';
import { arrivalsOf, logIn } from '../sessions/session.ts';
import { addClient, EmailTaken } from '../store/clients.ts';
import { projectOfClicks } from '../store/clicks.ts';
import { linkReferral } from '../store/referrals.ts';
import { id, line, partner, sesid, text } from './fields.ts';
import { type Answer, type Call, declare } from './function.ts';
import { PlatformError } from './platform-error.ts';
import { startFormAddress } from './start-form.ts';

const parameters = z.object({
  sok: z.string().optional(),
  redirect: text(2048).optional(),
  email: line(254)
    .transform((value) => value.toLowerCase())
    .pipe(z.email())
    .optional(),
  passwd: text(256).min(SHORTEST_PASSWORD).optional(),
  confirm: z.string().optional(),
  realname: line(200).optional(),
  phone: line(40).optional(),
  country: line(10).optional(),
  state: line(10).optional(),
  project: id.optional(),
  partner,
  sesid,
});

/**
 * Registers a client (seed 002), and links it to the partner whose click or id came along. Without `sok` it is the
 * form, or for somebody who is logged in the page behind it.
 */
export const register = declare({
  name: 'register',
  access: 'public',
  readableBy: 'sites',
  changesSession: ({ sok }) => Boolean(sok),
  parameters,
  run(given, call) {
    const { sok, redirect } = given;
    if (sok) return registerClient(given, call);
    if (call.session?.user) return { doc: {}, goTo: startFormAddress(call.base, redirect) };
    return { doc: { children: { slist: [] } }, page: registrationPage(call) };
  },
  refused: (error, call) => registrationPage(call, error),
});

async function registerClient(client: z.output<typeof parameters>, call: Call): Promise<Answer> {
  const { store, session, now } = call;
  const { email } = client;
  if (email === undefined) throw new PlatformError('missed', 'email', `'email' is missing`);
  if (client.passwd === undefined) throw new PlatformError('missed', 'passwd', `'passwd' is missing`);
  if (client.confirm !== undefined && client.confirm !== client.passwd)
    throw new PlatformError('value', 'confirm', `'confirm' is not the same as 'passwd'`);
  const project = await projectOf(client, call);
  // Before the transaction: nothing but the database may be waited for inside one.
  const passwd = await hashPassword(client.passwd);
  const registration = store.transaction().execute(async (writing) => {
    const added = await addClient(
      writing,
      {
        project,
        email,
        realname: client.realname || email,
        phone: client.phone,
        country: client.country,
        state: client.state,
        passwd,
      },
      now,
    );
    const brought = [...(await arrivalsOf(writing, session)), { sesid: client.sesid, partner: client.partner }];
    return {
      ...added,
      verdict: await linkReferral(writing, { account: added.account, project, brought, now }),
      token: await logIn(writing, { session, user: added.user, now }),
    };
  });
  const { user, account, token, verdict } = await registration.catch((error: unknown) => {
    if (error instanceof EmailTaken) throw new PlatformError('email_exist', 'email', `'email' is registered already`);
    throw error;
  });
  logAttribution(call.logs, { func: 'register', account, verdict });
  return {
    doc: { children: { 'user.id': { text: String(user) }, 'account.id': { text: String(account) }, ok: {} } },
    goTo: startFormAddress(call.base, client.redirect),
    token,
  };
}

/**
 * The provider somebody registers with: the one that is named, or that the order behind `redirect` belongs to, or whose
 * click brought them; else the first.
 */
async function projectOf(
  { project, redirect, sesid }: z.output<typeof parameters>,
  { store, session }: Call,
): Promise<number> {
  const projects = await store.selectFrom('project').select('id').orderBy('id').execute();
  const known = projects.map(({ id }) => id);
  if (project !== undefined && !known.includes(project))
    throw new PlatformError('value', 'project', `there is no provider with this 'project'`, String(project));
  const ordered = Number(new URLSearchParams(redirect ?? '').get('project'));
  const brought = await projectOfClicks(store, [
    ...(await arrivalsOf(store, session)).map((arrival) => arrival.sesid),
    sesid,
  ]);
  const found = project ?? known.find((id) => id === ordered) ?? brought ?? known[0];
  if (found === undefined) throw new PlatformError('missed', 'project', 'there is no provider yet');
  return found;
}
