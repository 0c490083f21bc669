import type { Call } from '../call/declare.ts';
import { PlatformError } from '../call/platform-error.ts';
import { logInWith } from '../sessions/log-in-with.ts';
import type { SessionUser } from '../sessions/session.ts';
import { findLogin } from '../sessions/users.ts';

/**
 * A call with who really asks: by name and password in `authinfo`, for this call alone, and with `su` for a client of
 * their own, if they are of the provider's staff.
 *
 * @throws PlatformError `auth`, `access` or `value`
 */
export async function whoAsks(call: Call): Promise<Call> {
  const { authinfo, su } = call.raw;
  const asked = authinfo && !call.raw.auth ? { ...call, session: await byAuthinfo(call, authinfo) } : call;
  return su ? { ...asked, session: await actingFor(asked, su.trim().toLowerCase()) } : asked;
}

/** Nothing is kept of it: the next call says it again. */
async function byAuthinfo(call: Call, authinfo: string): Promise<Call['session']> {
  const colon = authinfo.includes(':') ? authinfo.indexOf(':') : authinfo.length;
  const username = authinfo.slice(0, colon).trim().toLowerCase();
  const { passwd: _, ...user } = await logInWith(
    { username, secret: { password: authinfo.slice(colon + 1) } },
    { store: call.store, network: call.network, now: call.now },
  );
  return { id: undefined, user };
}

async function actingFor({ session, store }: Call, su: string): Promise<Call['session']> {
  const staff: SessionUser | undefined = session?.user;
  if (session === undefined || staff === undefined || staff.account !== undefined)
    throw new PlatformError('access', 'su', {
      en: "only the provider's staff acts for somebody else",
      ru: 'действовать за другого может только сотрудник провайдера',
    });
  const login = await findLogin(store, su);
  // Somebody of the staff, or of another provider, is told apart from nobody by nothing.
  if (login?.account === undefined || login.project !== staff.project)
    throw new PlatformError(
      'value',
      'su',
      { en: 'there is no client with this login', ru: 'нет клиента с таким именем' },
      su.slice(0, 200),
    );
  const { passwd: _, ...user } = login;
  return { ...session, user, staff };
}
