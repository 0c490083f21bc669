import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { endOfDay, startOfDay } from '../referral/local-day.ts';
import type { Store } from '../store/open.ts';
import { type BillmgrFunction, type Call, declare } from './declare.ts';
import { day, text } from './fields.ts';
import { form } from './form.ts';
import { PlatformError } from './platform-error.ts';
import { daysOf, timeSpanChoices, timeSpans } from './time-span.ts';

/**
 * How a column is narrowed down: to those that hold a text, to those that are equal, or to a span of time, which the
 * column's own name chooses, and `other` from `<name>start` to `<name>end`, both included. `time` is a column of
 * milliseconds, `day` one of `YYYY-MM-DD`.
 */
type Filter = 'contains' | 'equals' | 'time' | 'day';

/** By the name of the column. */
export type Filters = Readonly<Record<string, Filter>>;

const isSpan = (filter: Filter): boolean => filter === 'time' || filter === 'day';

/** What a filter of a column is sent as. */
const fieldsOf = (column: string, filter: Filter): Readonly<Record<string, z.ZodType<string | undefined>>> =>
  isSpan(filter)
    ? {
        [column]: z.enum(timeSpans).optional().describe(`The span of \`${column}\`.`),
        [`${column}start`]: day.optional().describe(`With \`${column}=other\`, or alone: the first day, YYYY-MM-DD.`),
        [`${column}end`]: day.optional().describe(`With \`${column}=other\`, or alone: the last day, YYYY-MM-DD.`),
      }
    : {
        [column]: text(200)
          .optional()
          .describe(
            filter === 'contains'
              ? `Rows whose \`${column}\` holds this text; a to z in capitals or not.`
              : `Rows whose \`${column}\` is this.`,
          ),
      };

/** The function `<name>.filter` of a list: what the session's next calls of the list are narrowed down to. */
export function filterOf(list: BillmgrFunction, filters: Filters): BillmgrFunction {
  const name = `${list.name}.filter`;
  const columns = Object.entries(filters);
  const fields = columns.flatMap(([column, filter]) => Object.entries(fieldsOf(column, filter)));
  const spans = columns.filter(([, filter]) => isSpan(filter)).map(([column]) => column);
  return declare({
    name,
    about: `Narrows \`${list.name}\` down for the rest of the session. Without \`sok\` it is the form.`,
    access: list.access,
    readableBy: 'nobody',
    changes: 'with sok',
    parameters: z.object({
      sok: z.string().optional().describe('Not empty: save.'),
      drop: z.string().optional().describe('`on`: the whole list again.'),
      ...Object.fromEntries(fields),
    }),
    answer: { '*': 'The values in force.', ok: 'Saved.' },
    examples: [
      {
        title: 'the form',
        ...(list.access !== 'public' && { as: list.access === 'either' ? 'provider' : list.access }),
        parameters: {},
      },
    ],
    async run({ sok, drop, ...given }, call) {
      const { store } = call;
      const session = call.session?.id;
      const values: Readonly<Record<string, string | undefined>> = given;
      if (!sok)
        return {
          doc: form({
            values: session === undefined ? {} : await filterIn(store, session, list.name),
            lists: Object.fromEntries(spans.map((column) => [column, timeSpanChoices(call.lang)])),
          }),
        };
      if (session === undefined)
        throw new PlatformError('access', 'session', {
          en: 'a filter is kept with a session: log in with auth first',
          ru: 'фильтр хранится в сессии: сначала войдите через auth',
        });
      await store.transaction().execute(async (writing) => {
        await writing
          .deleteFrom('session_filter')
          .where('session', '=', session)
          .where('list', '=', list.name)
          .execute();
        for (const [field, value] of drop ? [] : Object.entries(values))
          if (value !== undefined)
            await writing.insertInto('session_filter').values({ session, list: list.name, field, value }).execute();
      });
      return { doc: { children: { ok: {} } } };
    },
  });
}

async function filterIn(store: Store, session: number, list: string): Promise<Record<string, string>> {
  const rows = await store
    .selectFrom('session_filter')
    .where('session', '=', session)
    .where('list', '=', list)
    .orderBy('field')
    .select(['field', 'value'])
    .execute();
  return Object.fromEntries(rows.map(({ field, value }) => [field, value]));
}

/** The condition that a session's filter of a list sets. */
export async function matching(call: Call, list: string, filters: Filters): Promise<RawBuilder<unknown>> {
  const { session, store } = call;
  const values = session?.id === undefined ? {} : await filterIn(store, session.id, list);
  const timezone = session?.user?.timezone ?? 'UTC';
  const conditions = Object.entries(filters).flatMap(([name, filter]) => {
    const column = sql.ref(name);
    const value = values[name];
    if (isSpan(filter)) return withinSpan(column, filter, { values, name, timezone, now: call.now });
    if (value === undefined) return [];
    if (filter === 'equals') return [sql`cast(${column} as text) = ${value}`];
    return [sql`lower(${column}) like ${`%${escapeLike(value.toLowerCase())}%`} escape '\\'`];
  });
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function withinSpan(
  column: RawBuilder<unknown>,
  filter: Filter,
  asked: { values: Readonly<Record<string, string>>; name: string; timezone: string; now: number },
): RawBuilder<unknown>[] {
  const { values, name, timezone, now } = asked;
  const span = timeSpans.find((one) => one === values[name]) ?? 'other';
  const { start, end } = daysOf(span, { now, timezone, start: values[`${name}start`], end: values[`${name}end`] });
  const inDays = filter === 'day';
  return [
    ...(start === undefined ? [] : [sql`${column} >= ${inDays ? start : startOfDay(start, timezone)}`]),
    ...(end === undefined ? [] : [sql`${column} <= ${inDays ? end : endOfDay(end, timezone)}`]),
  ];
}

const escapeLike = (value: string): string => value.replace(/[\\%_]/g, (sign) => `\\${sign}`);
