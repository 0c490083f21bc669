import type { Call } from './function.ts';

/** The forms that a link may lead to after login (seed 002); none of those that log somebody in or out. */
const FORMS = /^(?:[a-z][a-z0-9_]*\.order(?:\.param)?|quickorder|basket|payment|dashboard)$/;

/**
 * Where somebody goes after login: to the form that `redirect` describes, a query with the form as `startform` (seed
 * 002), else to their own page. Always a page of billing itself, and none that does anything by being opened but fill
 * the basket, whatever the parameter says.
 */
export function startFormAddress(base: string, redirect: string | undefined): string {
  const query = new URLSearchParams(redirect ?? '');
  const form = query.get('startform') ?? '';
  const rest = [...query].filter(([name]) => !['startform', 'func', 'sok', 'auth'].includes(name));
  if (!FORMS.test(form)) return `${base}?func=dashboard`;
  return `${base}?${new URLSearchParams([['func', form], ...rest]).toString()}`;
}

/** The way to log in and come back to the page that was asked for. */
export function loginAddress({ base, func, raw }: Pick<Call, 'base' | 'func' | 'raw'>): string {
  const form = new URLSearchParams({ startform: func });
  for (const [name, value] of Object.entries(raw))
    if (!['func', 'auth', 'sok', 'cntid', 'from'].includes(name)) form.set(name, value);
  return `${base}?${new URLSearchParams({ func: 'auth', redirect: form.toString() }).toString()}`;
}
