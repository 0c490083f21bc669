import type { Call } from './function.ts';

/**
 * Where an order link leads after login: `redirect` holds the query of a form, `startform` its function (seed 002).
 * Always a page of billing itself, whatever the parameter says.
 */
export function startFormAddress(base: string, redirect: string | undefined): string {
  const query = new URLSearchParams(redirect ?? '');
  const form = query.get('startform');
  if (form === null || form === '') return base;
  query.delete('startform');
  query.delete('func');
  return `${base}?${new URLSearchParams([['func', form], ...query]).toString()}`;
}

/** The way to log in and come back to the page that was asked for. */
export function loginAddress({ base, func, raw }: Pick<Call, 'base' | 'func' | 'raw'>): string {
  const form = new URLSearchParams({ startform: func });
  for (const [name, value] of Object.entries(raw))
    if (!['func', 'auth', 'sok', 'cntid', 'from'].includes(name)) form.set(name, value);
  return `${base}?${new URLSearchParams({ func: 'auth', redirect: form.toString() }).toString()}`;
}
