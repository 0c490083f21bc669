import { domainCode } from './domain-code.ts';

/** An id of the platform's: a number, or its text as the platform's JSON writes it. */
export type PlatformId = number | string;

/** The tariffs of one type of service, to choose one. */
export interface TariffOrder {
  /** The type's internal name: `vhost`. */
  readonly itemtype: string;
  /** The one tariff to show; all of the type if it is not given. */
  readonly pricelist?: PlatformId | undefined;
  /** The provider; where there is only one it may be left out. */
  readonly project?: PlatformId | undefined;
}

/** One tariff and payment period, with what was chosen for it. */
export interface ParameterOrder extends TariffOrder {
  readonly pricelist: PlatformId;
  /** −100 trial, −50 day, 0 lifetime, otherwise months. */
  readonly period: number;
  /**
   * The add-ons by their ids: the amount of one that is counted, the element's id of one that is an enumeration. Of one
   * that the client chooses, the id of the chosen add-on, whose amount is given under its own id.
   */
  readonly addons?: Readonly<Record<number, PlatformId>> | undefined;
}

/** A domain that the visitor has looked up. */
export interface CheckedDomain {
  /** The name in ASCII: `example.com`, `xn--e1afmkfd.com`. */
  readonly name: string;
  /** The tariff of its zone. */
  readonly pricelist: PlatformId;
  /**
   * 0 not checked, 1 available, 2 in use, 3 its status could not be told, 4 registered with this platform.
   *
   * @defaultValue what the action needs: 1 to register, 3 to transfer
   */
  readonly status?: 0 | 1 | 2 | 3 | 4 | undefined;
  /**
   * Whether the visitor wants it.
   *
   * @defaultValue `true`
   */
  readonly selected?: boolean | undefined;
}

/** Domains to be registered or transferred. */
export interface DomainOrder {
  readonly action: 'register' | 'transfer';
  readonly domains: readonly CheckedDomain[];
  /** In months. */
  readonly period?: number | undefined;
  /** The provider; where there is only one it may be left out. */
  readonly project?: PlatformId | undefined;
}

/** Names and values of the inner query, the values encoded for it; one that is empty is left out. */
type Query = readonly (readonly [name: string, encoded: string | undefined])[];

const encode = (value: PlatformId | undefined): string | undefined =>
  value === undefined ? undefined : encodeURIComponent(value);

/**
 * A link to billing with a query inside its query, whose values are so encoded twice (seed 002). As text, because `URL`
 * would rewrite the rest of the address.
 */
function billingLink(billingUrl: string | URL, redirect: Query = []): string {
  const inner = redirect.flatMap(([name, value]) => (value ? `${name}=${value}` : [])).join('&');
  const outer = `func=register${inner && `&redirect=${encodeURIComponent(inner)}`}`;
  return String(billingUrl).replace(
    /#|$/,
    (fragment, at: number, address: string) => `${address.slice(0, at).includes('?') ? '&' : '?'}${outer}${fragment}`,
  );
}

/** The vendor's links encode the dot of `vhost.order`, which no standard asks for. */
const startOf = (itemtype: string, form: string): Query => [
  ['startpage', encode(itemtype)],
  ['startform', form.replace('*', encodeURIComponent(itemtype)).replace(/\./g, '%2E')],
];

const parametersOf = ({ pricelist, period, project, addons = {} }: ParameterOrder): Query => [
  ['pricelist', encode(pricelist)],
  ['period', encode(period)],
  ['project', encode(project)],
  ...Object.entries(addons).map(([id, value]) => [`addon_${id}`, encode(value)] as const),
];

/**
 * The link to billing's registration form: `https://bill.example.com/billmgr?func=register` (seed 002).
 *
 * @param billingUrl the billing platform's address; a query of its own and a fragment stay
 */
export const registrationLink = (billingUrl: string | URL): string => billingLink(billingUrl);

/**
 * The link on which a visitor chooses a tariff: the form `vhost.order` (seed 002). Like every link to an order it leads
 * to the registration or login first, if the visitor is not logged in.
 */
export const orderLink = (billingUrl: string | URL, { itemtype, pricelist, project }: TariffOrder): string =>
  billingLink(billingUrl, [
    ...startOf(itemtype, '*.order'),
    ['pricelist', encode(pricelist)],
    ['project', encode(project)],
  ]);

/** The link to one tariff with its period and add-ons chosen: the form `vhost.order.param` (seed 002). */
export const orderParamLink = (billingUrl: string | URL, order: ParameterOrder): string =>
  billingLink(billingUrl, [...startOf(order.itemtype, '*.order.param'), ...parametersOf(order)]);

/**
 * The link that puts a tariff into the basket: the form `quickorder` (seed 002).
 *
 * @param goTo where the client goes on to: the basket, or at once to the choice of a payment method
 */
export const quickOrderLink = (billingUrl: string | URL, order: ParameterOrder, goTo: 'basket' | 'payment'): string =>
  billingLink(billingUrl, [...startOf(order.itemtype, 'quickorder'), ...parametersOf(order), ['redirect', goTo]]);

/**
 * The link to the order of domains that were looked up on the site: the form `domain.order.contact` (seed 002). The
 * form takes one `domain_name`: that of the first domain selected.
 */
export function domainOrderLink(billingUrl: string | URL, { action, domains, period, project }: DomainOrder): string {
  const checked = domains.map(
    ({ name, pricelist, status = action === 'register' ? 1 : 3, selected = true }) =>
      // The vendor's link ends each of them with a comma, the last one too.
      `${domainCode(name)}:${status}:${pricelist}:${selected ? 1 : 0},`,
  );
  const wanted = domains.filter(({ selected = true }) => selected);
  return billingLink(billingUrl, [
    ['startpage', 'domain'],
    ['startform', 'domain.order.contact'],
    ['checked_domain', encode(checked.join(''))],
    ['domain_action', action],
    ['domain_name', encode(wanted[0]?.name)],
    ['period', encode(period)],
    ['selected_domain', encode(wanted.map(({ name }) => domainCode(name)).join(','))],
    ['selected_pricelist', encode(wanted.map(({ pricelist }) => pricelist).join(','))],
    ['project', encode(project)],
  ]);
}
