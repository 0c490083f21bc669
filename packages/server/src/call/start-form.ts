import type { Call } from './declare.ts';
import { SECRET } from './parameters.ts';

/** The forms that a link may lead to after login (seed 002); none of those that log somebody in or out. */
const FORMS = /^(?:[a-z][a-z0-9_]*\.order(?:\.param)?|domain\.order\.contact|quickorder|basket|payment|dashboard)$/;

/** What the vendor's own examples call things by mistake, so that links made after them lead on (seed 002). */
const MISNAMED = new Map([
  ['starform', 'startform'],
  ['quickforder', 'quickorder'],
]);

/**
 * The query that `redirect` describes: with its values as they are, or encoded (seed 002), or as a whole encoded once
 * more, by whoever made a link out of a link.
 */
export function readRedirect(redirect = ''): URLSearchParams {
  // Without a `=` it is one long name: the query.
  const query = redirect.includes('=') ? redirect : [...new URLSearchParams(redirect).keys()].join('&');
  return new URLSearchParams(
    [...new URLSearchParams(query)].map(([name, value]) => [MISNAMED.get(name) ?? name, value]),
  );
}

/** The form that an order begins with. Of forms we know the characters: an encoded dot is a dot. */
function startFormOf(query: URLSearchParams): string {
  const form = (query.get('startform') ?? '').replace(/%2E/gi, '.');
  return MISNAMED.get(form) ?? form;
}

/**
 * Where somebody goes after login: to the form that `redirect` describes, a query with the form as `startform` (seed
 * 002), else to their own page. Always a page of billing itself, and none that does anything by being opened but fill
 * the basket, whatever the parameter says.
 */
export function startFormAddress(base: string, redirect: string | undefined): string {
  const query = readRedirect(redirect);
  const form = startFormOf(query);
  const rest = [...query].filter(([name]) => !['startform', 'func', 'sok', 'auth'].includes(name));
  if (!FORMS.test(form)) return `${base}?func=dashboard`;
  return `${base}?${new URLSearchParams([['func', form], ...rest]).toString()}`;
}

/** The address of a form that comes before an order, such as `auth`, with the way on that the visitor came with. */
export function onTheWay({ base, raw }: Pick<Call, 'base' | 'raw'>, func: 'auth' | 'register' | 'recovery'): string {
  const { redirect } = raw;
  return `${base}?${new URLSearchParams({ func, ...(redirect && { redirect }) }).toString()}`;
}

/** The way to log in and come back to the page that was asked for. */
export function loginAddress({ base, func, raw }: Pick<Call, 'base' | 'func' | 'raw'>): string {
  const form = new URLSearchParams({ startform: func });
  for (const [name, value] of Object.entries(raw))
    if (!['func', 'sok', 'su', 'cntid', 'from'].includes(name) && !SECRET.has(name)) form.set(name, value);
  return `${base}?${new URLSearchParams({ func: 'auth', redirect: form.toString() }).toString()}`;
}
