import type { Writing } from '../store/open.ts';
import { holdProvider } from '../store/hold-provider.ts';
import { type Call, staffOf } from './declare.ts';
import type { SessionUser } from '../sessions/session.ts';

/** A change that the provider's staff makes, one at a time for each provider: what it looked at stays as it was. */
export const changing = <Result>(
  call: Call,
  work: (writing: Writing, staff: SessionUser) => Promise<Result>,
): Promise<Result> =>
  call.store.transaction().execute(async (writing) => {
    const staff = staffOf(call);
    await holdProvider(writing, staff.project);
    return work(writing, staff);
  });

/** What a field of a saved form is from now on: as sent, nothing where it was sent empty, and as before without it. */
export function fieldNow<T>(
  call: Pick<Call, 'raw'>,
  name: string,
  given: T | undefined,
  before: T | null | undefined,
): T | null {
  if (given !== undefined) return given;
  return call.raw[name] === '' ? null : (before ?? null);
}
