import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { id, line, notBlank } from '../call/fields.ts';
import { minorUnits, positiveUnits } from '../call/decimal.ts';
import { currencyNamed, instantOf, moment } from '../call/outside-money.ts';
import { PlatformError } from '../call/platform-error.ts';
import { readParameters } from '../call/parameters.ts';
import type { Config } from '../config.ts';
import { formatAmount } from '../referral/money.ts';
import { openStore, type Writing } from '../store/open.ts';
import { addOutsideExpense, addOutsideRefund, expenseNamed, type Told } from '../store/outside-money.ts';

/** A line: an expense of a client, or, with `refund_of`, money given back of one. */
const columns = z.object({
  external_id: notBlank(100),
  account: id.optional(),
  email: line(254)
    .transform((value) => value.toLowerCase())
    .optional(),
  refund_of: line(100).optional(),
  amount: line(20),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  cdate: moment.optional(),
  name: line(200).optional(),
});

interface Provider {
  readonly project: number;
  readonly timezone: string;
}

/**
 * Takes in the expenses and refunds of a CSV file, all of them or none. What was told before is passed over, so that a
 * file may be imported again, with more in it.
 *
 * @throws RangeError naming the file and the line that is wrong
 */
export async function importFile(config: Config, file: string, { project }: { project: string }): Promise<void> {
  const rows = readRows(file);
  const store = await openStore(config);
  try {
    const now = Date.now();
    const provider = await store
      .selectFrom('project')
      .where('id', '=', /^\d{1,15}$/.test(project) ? Number(project) : 0)
      .select(['id as project', 'timezone'])
      .executeTakeFirst();
    if (provider === undefined) throw new RangeError(`there is no provider '${project}'`);
    const done = { new: 0, already: 0 };
    await store.transaction().execute(async (writing) => {
      for (const { line, row } of rows) {
        const told = await take(writing, row, provider, now).catch((error: unknown) => {
          if (error instanceof PlatformError) throw new RangeError(`${file}, line ${String(line)}: ${error.message}`);
          throw error;
        });
        done[told] += 1;
      }
    });
    console.log(`${String(done.new)} taken in, ${String(done.already)} there already`);
  } finally {
    await store.destroy();
  }
}

/** The lines of a file, by the names in its first. */
function readRows(file: string): { line: number; row: Record<string, string> }[] {
  try {
    const read = parse(readFileSync(file), {
      bom: true,
      columns: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    });
    return (read as { record: Record<string, string>; info: { lines: number } }[]).map(({ record, info }) => {
      const unknown = Object.keys(record).find((name) => !Object.hasOwn(columns.shape, name));
      if (unknown !== undefined)
        throw new RangeError(`no column is called '${unknown}'; they are ${Object.keys(columns.shape).join(', ')}`);
      return { line: info.lines, row: record };
    });
  } catch (error) {
    throw new RangeError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function take(
  writing: Writing,
  row: Record<string, string>,
  { project, timezone }: Provider,
  now: number,
): Promise<'new' | 'already'> {
  const { external_id, account, email, refund_of, amount, currency: iso, cdate, name } = readParameters(columns, row);
  const when = instantOf(cdate, { timezone }, now);
  if (refund_of !== undefined) {
    const expense = await expenseNamed(writing, { project, external_id: refund_of });
    if (expense === undefined) throw wrong('refund_of', `there is no expense '${refund_of}'`);
    const given = {
      project,
      external_id,
      expense: expense.id,
      amount: minorUnits('amount', amount, expense.exponent),
      cdate: when,
      timezone,
    };
    const told = await addOutsideRefund(writing, given);
    if (told.kind !== 'too-much') return settled(told);
    throw wrong('amount', `${formatAmount(told.left, expense.exponent)} ${expense.iso} is left of '${refund_of}'`);
  }
  const client = await clientNamed(writing, { project, account, email });
  if (client === undefined) throw wrong('account', `there is no client '${account ?? email ?? ''}'`);
  const currency = await currencyNamed(writing, iso, { project });
  const paid = positiveUnits('amount', amount, currency.exponent);
  const expense = { external_id, account: client, item: undefined, name, amount: paid, currency: currency.id };
  return settled(await addOutsideExpense(writing, { ...expense, project, cdate: when, timezone }));
}

function settled(told: Told): 'new' | 'already' {
  if (told.kind === 'another') throw wrong('external_id', `something else has this 'external_id'`);
  return told.kind;
}

/** Only the words are told, in English: this is a terminal. */
const wrong = (object: string, words: string): PlatformError =>
  new PlatformError('value', object, { en: words, ru: words });

async function clientNamed(
  writing: Writing,
  { project, account, email }: { project: number; account: number | undefined; email: string | undefined },
): Promise<number | undefined> {
  if (account === undefined && email === undefined) return undefined;
  const query = writing
    .selectFrom('account')
    .innerJoin('user', 'user.account', 'account.id')
    .where('account.project', '=', project)
    .select('account.id');
  const found = await (
    account === undefined ? query.where('user.email', '=', email ?? '') : query.where('account.id', '=', account)
  ).executeTakeFirst();
  return found?.id;
}
