import type { AnswerElement } from '@billref/protocol';
import { z } from 'zod';
import { CAPTCHA_ERRORS, checkCaptcha } from '../captcha/captcha.ts';
import { countries, states } from '../directory/countries.ts';
import { logAttribution } from '../log/attribution-log.ts';
import { type Asked, registrationPage } from '../pages/registration.tsx';
import { keepKey } from '../sessions/login-key.ts';
import { hashPassword, SHORTEST_PASSWORD } from '../sessions/password.ts';
import { offerRecovery } from '../sessions/recovery.ts';
import { arrivalsOf, logIn } from '../sessions/session.ts';
import { newToken } from '../sessions/token.ts';
import { countTry, REGISTRATIONS_OF_ADDRESS } from '../sessions/tries.ts';
import { agreementsOf, keepAgreements } from '../store/agreements.ts';
import { addClient, EmailTaken } from '../store/clients.ts';
import { projectOfClicks } from '../store/clicks.ts';
import { linkReferral } from '../store/referrals.ts';
import { type Answer, type Call, declare } from '../call/declare.ts';
import { flag, id, line, partner, sesid, sok, text } from '../call/fields.ts';
import { form } from '../call/form.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { readRedirect, startFormAddress } from '../call/start-form.ts';
import { tooMany } from '../call/too-many.ts';

const parameters = z.object({
  sok,
  redirect: text(2048).optional().describe('The page to open afterwards: an encoded query (seed 002).'),
  email: line(254)
    .transform((value) => value.toLowerCase())
    .pipe(z.email())
    .optional()
    .describe('Login and e-mail of the new client.'),
  passwd: text(256)
    .min(SHORTEST_PASSWORD)
    .optional()
    .describe(`The password, of ${String(SHORTEST_PASSWORD)} characters or more.`),
  confirm: z.string().optional().describe('The password again.'),
  realname: line(200).optional().describe('The name of the client.'),
  phone: line(40).optional().describe('The phone number.'),
  country: line(10).optional().describe('The id of the country, as `country` lists them.'),
  state: line(10).optional().describe('The id of the state, as `state` lists them.'),
  project: id
    .optional()
    .describe('The provider; by default that of the order or the click that came along, or the first.'),
  partner: partner.describe('The partner who brought the client, if a site remembered one.'),
  sesid: sesid.describe('The click that brought the client.'),
  conditions_agree: line(10)
    .optional()
    .describe('`on`: the client agrees to the terms of service, where the provider asks for it.'),
  offer_xxx: line(10)
    .optional()
    .describe('`on`: the client agrees to the formal offer of this name, for each one that the form names.'),
  recovery: flag.describe('`on`: send a mail with a way to a new password.'),
  _ga: line(100).optional().describe('The id of Google Analytics.'),
  tzoffset: z
    .string()
    .regex(/^[+-]?\d{1,4}(,[01])?$/)
    .optional()
    .describe('The offset off GMT, a comma, and 1 where summers have another, as the script of seed 002 makes it.'),
});

export default declare({
  name: 'register',
  about:
    'Registers a client (seed 002), and links it to the partner whose click or id came along. Without `sok` it is the ' +
    'form, or for somebody who is logged in the page behind it: the `slist` of countries, whose first is none, that of ' +
    'states, and what else the provider asks for.',
  access: 'public',
  readableBy: 'sites',
  changesSession: ({ sok }) => Boolean(sok),
  parameters,
  answer: {
    'user.id': 'The login.',
    'account.id': 'The client.',
    ok: 'The client is registered: a query that logs it in once, within five minutes, by `username` and `key`.',
    'agreement@name': 'Without `sok`: each parameter by which a client has to agree to something.',
    'agreement@url': 'Where it can be read.',
    captcha: 'Without `sok`: the parameter that holds the answer to the captcha, where there is one.',
  },
  errors: [
    ['email_exist', 'email', 'somebody is registered with this e-mail'],
    ['auth', 'badip', 'too many were registered from this address'],
    ['missed', 'offer_…', 'the provider asks for this agreement'],
    ...CAPTCHA_ERRORS,
  ],
  examples: [
    { title: 'the form', parameters: {} },
    {
      title: 'a client whom partner 2 brought',
      parameters: {
        sok: 'ok',
        email: 'john@example.com',
        passwd: 'example-password',
        realname: 'John Wick',
        partner: '2',
      },
    },
    {
      title: 'an e-mail that is registered',
      parameters: { sok: 'ok', email: 'rita@example.com', passwd: 'example-password' },
    },
  ],
  async run(given, call) {
    const { redirect } = given;
    if (given.sok) return registerClient(given, call);
    if (call.session?.user) return { doc: {}, goTo: startFormAddress(call.base, redirect) };
    const asked = await askedOf(call);
    return { doc: registrationForm(asked, call), page: registrationPage(call, asked) };
  },
  refused: async (error, call) => registrationPage(call, await askedOf(call), error),
});

/** What a provider wants of a new client beside the parameters that everybody wants. */
async function askedOf(call: Call): Promise<Asked> {
  const project = await providerOf(call);
  return {
    agreements: project === undefined ? [] : await agreementsOf(call.store, project),
    captcha: call.captcha?.field,
  };
}

function registrationForm({ agreements, captcha }: Asked, { lang }: Call): AnswerElement {
  const { children } = form({
    lists: {
      country: [['', ''], ...countries[lang].map(({ id, name }) => [String(id), name] as const)],
      state: states.map(({ id, name, country }) => [id, name, String(country)] as const),
    },
  });
  const toAgree = agreements.map(({ name, title, url }) => ({
    attributes: { name, ...(url !== null && { url }) },
    text: title,
  }));
  return {
    children: {
      ...children,
      ...(toAgree.length > 0 && { agreement: toAgree }),
      ...(captcha !== undefined && { captcha: { text: captcha } }),
    },
  };
}

async function registerClient(client: z.output<typeof parameters>, call: Call): Promise<Answer> {
  const { store, session, now, raw } = call;
  const { email } = client;
  if (email === undefined) throw missed('email');
  if (client.passwd === undefined) throw missed('passwd');
  if (client.confirm !== undefined && client.confirm !== client.passwd)
    throw new PlatformError('value', 'confirm', {
      en: `'confirm' is not the same as 'passwd'`,
      ru: `'confirm' не совпадает с 'passwd'`,
    });
  allowPlace(client, call);
  const project = await projectOf(client, call);
  const agreements = await agreementsOf(store, project);
  for (const { name } of agreements) if (raw[name] !== 'on') throw missed(name);
  // Before anything that costs: a captcha is asked elsewhere, and a password takes its time.
  const until = await countTry(store, `register address ${call.network}`, REGISTRATIONS_OF_ADDRESS, now);
  if (until !== undefined) throw tooMany(TOO_MANY, until - now);
  // Before the transaction: nothing but the database may be waited for inside one.
  if (call.captcha !== undefined) await checkCaptcha(call.captcha, raw[call.captcha.field]);
  const passwd = await hashPassword(client.passwd);
  const key = newToken();
  const registration = store.transaction().execute(async (writing) => {
    const { realname = '', phone, country, state, tzoffset, _ga: ga } = client;
    const added = await addClient(
      writing,
      { project, email, realname: realname || email, phone, country, state, tzoffset, ga, passwd },
      now,
    );
    const { user, account } = added;
    await keepAgreements(writing, { account, agreements, now });
    await keepKey(writing, { user, key, now });
    if (client.recovery) await offerRecovery(writing, { user, email, call });
    const brought = [...(await arrivalsOf(writing, session)), { sesid: client.sesid, partner: client.partner }];
    return {
      ...added,
      verdict: await linkReferral(writing, { account, project, brought, now }),
      token: await logIn(writing, { session, user, now }),
    };
  });
  const { user, account, token, verdict } = await registration.catch((error: unknown) => {
    if (error instanceof EmailTaken)
      throw new PlatformError('email_exist', 'email', {
        en: `'email' is registered already`,
        ru: `этот 'email' уже зарегистрирован`,
      });
    throw error;
  });
  logAttribution(call.logs, { func: 'register', account, verdict });
  const login = new URLSearchParams({ func: 'auth', username: email, key });
  return {
    doc: {
      children: {
        'user.id': { text: String(user) },
        'account.id': { text: String(account) },
        ok: { text: login.toString() },
      },
    },
    goTo: startFormAddress(call.base, client.redirect),
    token,
  };
}

const TOO_MANY = { en: 'too many were registered from here', ru: 'слишком много регистраций отсюда' };

/** Refuses a country that is none, and a state that is none of that country. */
function allowPlace({ country, state }: z.output<typeof parameters>, { lang }: Call): void {
  const wrong = (name: string, value: string): PlatformError =>
    new PlatformError(
      'value',
      name,
      { en: `there is no '${name}' with this id`, ru: `нет '${name}' с таким кодом` },
      value,
    );
  if (country && !countries[lang].some(({ id }) => String(id) === country)) throw wrong('country', country);
  if (state && !states.some((one) => one.id === state && (!country || String(one.country) === country)))
    throw wrong('state', state);
}

/** The provider somebody registers with: the one that is named, and must exist, or that of `providerOf`. */
async function projectOf({ project }: z.output<typeof parameters>, call: Call): Promise<number> {
  const found = await providerOf(call);
  if (project !== undefined && project !== found)
    throw new PlatformError(
      'value',
      'project',
      { en: `there is no provider with this 'project'`, ru: `нет провайдера с таким 'project'` },
      String(project),
    );
  if (found === undefined)
    throw new PlatformError('missed', 'project', { en: 'there is no provider yet', ru: 'провайдера ещё нет' });
  return found;
}

/**
 * The provider that a registration is about: the one that is named, or that the order behind `redirect` belongs to, or
 * whose click brought the visitor; else the first. Of the request as it came, for the form of one that was refused.
 */
async function providerOf({ store, session, raw }: Call): Promise<number | undefined> {
  const projects = await store.selectFrom('project').select('id').orderBy('id').execute();
  const known = (named: string | null | undefined): number | undefined =>
    projects.find(({ id }) => String(id) === named)?.id;
  const brought = async (): Promise<number | undefined> =>
    projectOfClicks(store, [
      ...(await arrivalsOf(store, session)).map((arrival) => arrival.sesid),
      sesid.parse(raw.sesid),
    ]);
  return known(raw.project) ?? known(readRedirect(raw.redirect).get('project')) ?? (await brought()) ?? projects[0]?.id;
}
