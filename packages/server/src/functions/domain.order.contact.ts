import { z } from 'zod';
import { type Call, clientOf, declare } from '../call/declare.ts';
import { type DomainAction, domainsAsked } from '../call/domains-asked.ts';
import { id, line, notBlank, period, sok, text } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { soldTariff } from '../call/sold-tariff.ts';
import { domainContactPage } from '../pages/domain-contact.tsx';
import type { Page } from '../pages/page.tsx';
import { DOMAIN, writeParameters } from '../prices/order-parameters.ts';
import { keepContact } from '../store/contacts.ts';
import { addToBasket } from '../store/orders.ts';
import { tariffs } from '../store/tariffs.ts';

const parameters = z.object({
  sok,
  domain_action: z.enum(['register', 'transfer']).default('register').describe('What is to be done.'),
  checked_domain: text(4000)
    .optional()
    .describe('The domains that were looked up, `code:status:tariff:selected` each, separated by commas.'),
  selected_domain: text(4000).optional().describe('The codes of those that were selected.'),
  selected_pricelist: text(1000).optional().describe('Their tariffs.'),
  domain_name: line(255)
    .optional()
    .describe('The domain, spelt out; with `selected_pricelist` it says enough where no other parameter names one.'),
  period: period.default(12).describe('The payment period; a year by default.'),
  domain_N: z
    .record(z.string(), z.enum(['on', 'off']))
    .default({})
    .describe('`on`: order the `N`th of the domains that the form shows.'),
  project: id.optional().describe('The provider, which is that of the client.'),
  realname: notBlank(200).optional().describe('Whom the domains are for.'),
  email: line(254).pipe(z.email()).optional().describe('Their e-mail.'),
  phone: line(40).optional().describe('Their phone number.'),
});

type Given = z.output<typeof parameters>;

const NOTHING = { en: 'choose a domain', ru: 'выберите домен' };

export default declare({
  name: 'domain.order.contact',
  about:
    'Whom the domains of an order link are for, before they go into the basket (seed 002). Which domains the link means is ' +
    'shown, to be changed: where it says one thing in one place and another elsewhere, only what agrees is chosen. ' +
    'Domains are sold as tariffs of the type `domain`; nothing is registered anywhere.',
  access: 'client',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters,
  answer: {
    domain_N: '`on` for a domain that is chosen.',
    'slist@name': '`domain`: the domains in their order.',
    realname: 'Whom they are for; the client by default.',
    ok: 'They lie in the basket.',
  },
  errors: [['value', 'pricelist', 'a domain has no tariff that is sold for this period']],
  examples: [
    {
      title: 'the form',
      as: 'client',
      parameters: {
        checked_domain: 'example____________com:1:6:1,',
        domain_action: 'register',
        domain_name: 'example.com',
        period: '12',
        selected_domain: 'example____________com',
        selected_pricelist: '6',
      },
    },
    {
      title: 'a domain for the basket',
      as: 'client',
      parameters: {
        checked_domain: 'example____________com:1:6:1,',
        period: '12',
        domain_1: 'on',
        realname: 'Rita',
        email: 'rita@example.com',
        sok: 'ok',
      },
    },
    { title: 'no domain', as: 'client', parameters: { realname: 'Rita', email: 'rita@example.com', sok: 'ok' } },
  ],
  async run(given, call) {
    if (given.sok) return order(given, call);
    const asked = domainsAsked(given);
    const chosen = asked.flatMap(({ wanted }, index) =>
      wanted ? [[`domain_${String(index + 1)}`, 'on'] as const] : [],
    );
    const { realname } = clientOf(call);
    return {
      doc: form({
        values: { ...Object.fromEntries(chosen), realname },
        lists: { domain: asked.map(({ name }, index) => [String(index + 1), name]) },
      }),
      page: await shownDomains(given, call),
    };
  },
  async refused(error, call) {
    const raw = parameters.safeParse(domainParameters(call));
    return shownDomains(raw.success ? raw.data : { ...EMPTY, domain_action: 'register' }, call, error);
  },
});

async function order(given: Given, call: Call) {
  const { realname, email, phone = '', period, domain_action: action } = given;
  if (realname === undefined) throw missed('realname');
  if (email === undefined) throw missed('email');
  const { account } = clientOf(call);
  const domains = domainsAsked(given).filter((_, index) => given.domain_N[String(index + 1)] === 'on');
  if (domains.length === 0) throw new PlatformError('value', 'checked_domain', NOTHING);
  const sold = await Promise.all(
    domains.map(async ({ name, pricelist }) => ({
      name,
      tariff: await soldTariff(call, { itemtype: DOMAIN, pricelist, period }),
    })),
  );
  await call.store.transaction().execute(async (writing) => {
    const contact = await keepContact(writing, account, { name: realname, email, phone });
    for (const { name: domain, tariff } of sold) {
      const chosen = writeParameters([], { domain, domain_action: action, contact: String(contact) });
      await addToBasket(writing, { account, tariff, parameters: chosen, now: call.now });
    }
  });
  return { doc: saved(), goTo: `${call.base}?func=basket` };
}

/** The parameters that tell of domains and nothing else, to show the form again whatever was wrong. */
const domainParameters = ({ raw }: Call): Readonly<Record<string, string | undefined>> => {
  const { checked_domain, selected_domain, selected_pricelist, domain_name, domain_action, period: of } = raw;
  const given = { checked_domain, selected_domain, selected_pricelist, domain_name, domain_action, period: of };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value));
};

const EMPTY = { period: 12, domain_N: {} } as const;

async function shownDomains(
  given: Pick<Given, 'period'> & { domain_action: DomainAction } & Partial<Given>,
  call: Call,
  error?: PlatformError,
): Promise<Page> {
  const { project, account, realname } = clientOf(call);
  const sold = await tariffs(call.store, { project, account, itemtype: DOMAIN, period: given.period });
  const domains = domainsAsked(given).map((domain, index) => ({
    ...domain,
    // What was ticked stays so after an error.
    wanted: call.raw.sok ? call.raw[`domain_${String(index + 1)}`] === 'on' : domain.wanted,
    tariff: sold.find(({ pricelist }) => pricelist === domain.pricelist),
  }));
  return domainContactPage(call, { domains, realname, period: given.period, error });
}
