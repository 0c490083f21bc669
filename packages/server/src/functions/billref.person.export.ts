import type { AnswerElement } from '@billref/protocol';
import { z } from 'zod';
import { type Call, declare, staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { noSuch } from '../call/no-such.ts';
import type { Row } from '../person/decisions.ts';
import { personOf } from '../person/person.ts';
import { columnsOf, personalTables, type PersonalTable, rowsAbout } from '../person/rows.ts';
import { localTime } from '../referral/local-day.ts';

/** Columns that hold milliseconds since 1970, unless they hold a day. */
const TIMES: ReadonlySet<string> = new Set([
  'cdate',
  'createdate',
  'click_date',
  'first_order_date',
  'last_order_date',
  'last_used',
  'expires',
  'due',
  'erased',
]);

const toldOf = (personal: PersonalTable): readonly string[] =>
  columnsOf(personal).filter((column) => personal.secret?.includes(column) !== true);

export default declare({
  name: 'billref.person.export',
  about:
    'Everything that is held of one client and its logins, for whoever has a right to know: a row of a table each, by the ' +
    "table's name. Amounts are minor units, as the tables have them, of a `currency` with so many digits. Hashes of " +
    'passwords, keys and sessions, and what mail said, are told to nobody. A payment for what a client spent is the ' +
    "partner's own; a client's export names it by `payment_reward`. The audit of a partner may name clients as well: read " +
    'it before you hand it on.',
  access: 'provider',
  readableBy: 'nobody',
  parameters: z.object({ elid: id.describe('The client.') }),
  answer: Object.fromEntries(
    personalTables.map((personal) => [
      personal.table,
      `Rows: ${toldOf(personal)
        .map((column) => `\`${column}\``)
        .join(', ')}.`,
    ]),
  ),
  examples: [
    { title: 'a client', as: 'provider', parameters: { elid: '3' } },
    { title: 'a partner', as: 'provider', parameters: { elid: '2' } },
    { title: 'a client who is none', as: 'provider', parameters: { elid: '99' } },
  ],
  async run({ elid }, call) {
    const { store } = call;
    const person = await personOf(store, { project: staffOf(call).project, account: elid });
    if (person === undefined) throw noSuch('elid', elid);
    const children: Record<string, readonly AnswerElement[]> = {};
    for (const personal of personalTables) {
      const rows = await rowsAbout(store, person, personal);
      children[personal.table] = rows.map((row) => told(ofTheirs(row, elid), toldOf(personal), call));
    }
    return { doc: { children } };
  },
});

/** The click of somebody whom the client brought is not the client's. */
const ofTheirs = (row: Row, account: number): Row =>
  'referral_account' in row && row.referral_account !== account ? { ...row, sesid: null } : row;

function told(row: Row, columns: readonly string[], call: Call): AnswerElement {
  const written = columns.flatMap((column) => {
    const value = row[column] ?? null;
    if (value === null) return [];
    const isTime = typeof value === 'number' && TIMES.has(column);
    return [[column, { text: isTime ? localTime(value, staffOf(call).timezone) : String(value) }] as const];
  });
  return { children: Object.fromEntries(written) };
}
