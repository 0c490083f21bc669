import { expect } from '@jest/globals';
import { logIn } from '../src/sessions/session.ts';
import type { Store } from '../src/store/open.ts';
import type { TestBackend } from './backend.ts';

/** An answer in `bjson`, the default format of `referralprogram.*`. */
export interface Flat {
  readonly func?: string;
  readonly ok?: true;
  readonly id?: string;
  readonly elem?: readonly Readonly<Record<string, string>>[];
  readonly error?: { readonly type: string; readonly object: string };
  readonly [name: string]: unknown;
}

/** Asks as somebody of a provider's staff. */
export type AskAsStaff = (func: string, parameters?: Readonly<Record<string, string | number>>) => Promise<Flat>;

/** A session of a provider's administrator, to be sent as `auth`. */
export async function staffSession(store: Store, project: number): Promise<string> {
  const query = store.selectFrom('user').where('project', '=', project).where('account', 'is', null);
  const { id: user } = await query.select('id').executeTakeFirstOrThrow();
  return logIn(store, { session: undefined, user, now: Date.now() });
}

/** A session of a client. */
export async function clientSession(store: Store, account: number): Promise<string> {
  const query = store.selectFrom('user').where('account', '=', account);
  const { id: user } = await query.select('id').executeTakeFirstOrThrow();
  return logIn(store, { session: undefined, user, now: Date.now() });
}

/** A session of a provider's staff, to ask in. */
export async function staffOfProvider(backend: TestBackend, project: number): Promise<AskAsStaff> {
  const auth = await staffSession(backend.store, project);
  return async (func, parameters = {}) => {
    const fields = Object.entries(parameters).map(([name, value]) => [name, String(value)] as const);
    const response = await backend.ask({ func, auth, out: 'bjson', ...Object.fromEntries(fields) });
    expect(response.status).toBe(200);
    expect(backend.failures).toEqual([]);
    return (await response.json()) as Flat;
  };
}

/** The rows of a list. */
export const rowsOf = ({ elem = [] }: Flat): readonly Readonly<Record<string, string>>[] => elem;
