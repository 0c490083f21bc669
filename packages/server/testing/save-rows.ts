import type { Writing } from '../src/store/open.ts';
import { type Held, HELD_TABLES } from './naive-rewards.ts';

/** What is held of providers before a step, if anything, and after it. */
export interface Step {
  readonly before: Held | undefined;
  readonly after: Held;
}

/** Brings the tables from what was held of providers to what is. All providers share the currencies, which are there. */
export async function saveSteps(writing: Writing, steps: readonly Step[]): Promise<void> {
  for (const table of HELD_TABLES) {
    if (table === 'currency') continue;
    const added = steps.flatMap(({ before, after }) => newRows<unknown>(before?.[table] ?? [], after[table]));
    // Each row is one of its own table, which TypeScript does not follow through the list of names.
    if (added.length > 0) await writing.insertInto(table).values(added).execute();
  }
  for (const { before, after } of steps) {
    for (const { account, referralprogram } of newRows(
      after.referralprogram_referer,
      before?.referralprogram_referer ?? [],
    ))
      await writing
        .deleteFrom('referralprogram_referer')
        .where('account', '=', account)
        .where('referralprogram', '=', referralprogram)
        .execute();
    for (const { account, account_group } of newRows(after.account_group_member, before?.account_group_member ?? []))
      await writing
        .deleteFrom('account_group_member')
        .where('account', '=', account)
        .where('account_group', '=', account_group)
        .execute();
  }
}

/** The rows of `after` that `before` has not. */
const newRows = <Row>(before: readonly Row[], after: readonly Row[]): Row[] => {
  const known = new Set(before.map((row) => JSON.stringify(row)));
  return after.filter((row) => !known.has(JSON.stringify(row)));
};
