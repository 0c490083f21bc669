import { day, id } from '../call/fields.ts';
import type { Store } from '../store/open.ts';

// What several commands read of their options. Each throws a RangeError that names the option with its value.

/** The id of a row that is there. */
export async function idOf(
  option: string,
  written: string,
  isThere: (id: number) => Promise<boolean>,
): Promise<number> {
  const { data } = id.safeParse(written);
  if (data === undefined || !(await isThere(data)))
    throw new RangeError(`--${option} '${written}': there is no such ${option}`);
  return data;
}

/** The id of a provider. */
export const projectOf = (store: Store, written: string): Promise<number> =>
  idOf(
    'project',
    written,
    async (id) =>
      (await store.selectFrom('project').where('id', '=', id).select('id').executeTakeFirst()) !== undefined,
  );

/** A day, `YYYY-MM-DD`. */
export function dayOf(option: string, written: string): string {
  if (!day.safeParse(written).success)
    throw new RangeError(`--${option} '${written}' is no day; write it as 2025-08-01`);
  return written;
}

/** That the first of two days is not after the last. */
export function inOrder(from: string, to: string): void {
  if (from > to) throw new RangeError(`--from '${from}' is after --to '${to}'`);
}
