/**
 * Whether a value can be a partner: the id of a client account, a positive whole number of at most fifteen digits
 * and no leading zero.
 */
export const isPartnerId = (value: string): boolean => /^[1-9]\d{0,14}$/.test(value);

/**
 * The partner whose link a landing page was reached by: the first `from` that is a partner's id, in the query or, as some
 * routers have it, in the fragment. Others are passed over, because sites use that name too (`/login?from=cart`).
 */
export const landingPartner = ({ href }: { readonly href: string }): string | undefined =>
  /[?&]from=([1-9]\d{0,14})(?![^&#])/.exec(href)?.[1];

/** The parts of a query as they are written; none for an empty query. */
const queryParts = (url: URL): string[] => (url.search ? url.search.slice(1).split('&') : []);

/** The search of a URL made of these parts. With its own `?`, for the setter swallows one that the first part begins with. */
const search = (parts: readonly string[]): string => {
  const query = parts.join('&');
  return query && `?${query}`;
};

const isFrom = (part: string): boolean => new URLSearchParams(part).has('from');

/**
 * The partner an address names: the decoded value of its first `from` parameter, valid or not
 * ({@link isPartnerId} tells), or `undefined` if there is none.
 */
export const partnerOf = (address: URL): string | undefined => address.searchParams.get('from') ?? undefined;

/**
 * The address that is left of a partner's link when the first `from` and the fragment are taken away, in the one
 * form in which the platform's side compares it with a program's Website URL. All else stays as the URL standard
 * serialises it, so that two addresses are equal only if they name the same page.
 */
export function websiteOf(address: URL): string {
  const url = new URL(address);
  const parts = queryParts(url);
  const at = parts.findIndex(isFrom);
  if (at >= 0) parts.splice(at, 1);
  url.search = search(parts);
  url.hash = '';
  return url.href;
}

/**
 * Whether a program may have this Website URL: http or https, without `from`, fragment or credentials, which no
 * landing page could be matched with.
 */
export function isWebsiteUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return (
    /^https?:$/.test(url.protocol) &&
    partnerOf(url) === undefined &&
    !url.href.includes('#') &&
    !url.username &&
    !url.password
  );
}

/**
 * The link a partner gives to others: the program's Website URL and `from`, the partner's account id
 * (`https://site.com/?from=2`, seed 000).
 *
 * @param website see {@link isWebsiteUrl}
 * @param partner see {@link isPartnerId}
 */
export const referralLink = (website: string, partner: string): string =>
  // A `URL`, which no type stops in plain JavaScript, has no `includes`.
  // eslint-disable-next-line @typescript-eslint/prefer-includes
  `${website}${/\?/.test(website) ? '&' : '?'}from=${partner}`;
