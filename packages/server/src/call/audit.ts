import type { Writing } from '../store/open.ts';
import { type Call, staffOf } from './declare.ts';
import { SECRET } from './parameters.ts';

/** How long somebody of the staff looks around as a client before that is written down again, in milliseconds. */
const ENTRY = 3_600_000;

/**
 * Writes down that somebody of the provider's acts as a client, by `su`: that they have entered the client's account, and
 * each time that they are about to change something there.
 */
export async function auditActing({ store, session, func, now }: Call, { saves }: { saves: boolean }): Promise<void> {
  const { staff, user } = session ?? {};
  if (staff === undefined || user?.account === undefined) return;
  if (!saves) {
    const entered = await store
      .selectFrom('audit')
      .where('project', '=', staff.project)
      .where('user', '=', staff.id)
      .where('func', '=', 'su')
      .where('elid', '=', user.account)
      .where('cdate', '>', now - ENTRY)
      .select('id')
      .executeTakeFirst();
    if (entered !== undefined) return;
  }
  await store
    .insertInto('audit')
    .values({
      project: staff.project,
      user: staff.id,
      func: 'su',
      elid: user.account,
      before: null,
      after: JSON.stringify({ func, su: user.email }),
      cdate: now,
    })
    .execute();
}

/** Writes down a change that somebody of the provider's has made. */
export async function audit(
  writing: Writing,
  call: Call,
  { elid, before, after }: { elid: number; before?: object | undefined; after?: object | undefined },
): Promise<void> {
  const { id, project } = staffOf(call);
  const json = (row: object | undefined): string | null =>
    row === undefined ? null : JSON.stringify(row, (name, value: unknown) => (SECRET.has(name) ? undefined : value));
  await writing
    .insertInto('audit')
    .values({ project, user: id, func: call.func, elid, before: json(before), after: json(after), cdate: call.now })
    .execute();
}
