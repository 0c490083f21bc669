import type { AnswerElement } from '@billref/protocol';
import { type Expression, sql } from 'kysely';
import { z } from 'zod';
import { type BillmgrFunction, type Call, type Declaration, declare } from './declare.ts';
import { type Filters, matching } from './filter.ts';
import { PlatformError } from './platform-error.ts';

/** A column of a list. */
interface Column<Row> {
  readonly about: string;
  /**
   * What stands in the element, or in several of one name; what the row holds under the column's name by default. Nothing
   * leaves it out.
   */
  readonly write?: (row: Row, call: Call) => string | readonly AnswerElement[] | undefined;
  /** `false` where the rows hold nothing under the column's name: it is made of others. */
  readonly sortable?: false;
}

/** A function that answers a list, a page at a time. */
interface ListDeclaration<Schema extends z.ZodObject, Row> extends Omit<
  Declaration<Schema>,
  'run' | 'answer' | 'readableBy'
> {
  /**
   * The rows in no order: a query whose columns have the list's names, so that it can be sorted by them. It stands
   * before `columns`, whose types follow from it.
   */
  readonly rows: (parameters: z.output<Schema>, call: Call) => Promise<Expression<Row>> | Expression<Row>;
  readonly columns: Readonly<Record<string, Column<Row>>>;
  /** The order where none is asked for, `desc` or `asc`; it tells any two rows apart. */
  readonly order: Readonly<Record<string, 'asc' | 'desc'>>;
  /** The columns that `<name>.filter` can narrow the list by. */
  readonly filters?: Filters;
}

/** A list, with the filters that make `<name>.filter`. */
export interface ListFunction extends BillmgrFunction {
  readonly filters: Filters | undefined;
}

/** How many rows a page holds where `p_cnt` says nothing, and at most. */
const PAGE = { usual: 50, most: 1000 };

const paging = {
  p_num: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .default(1)
    .describe('The page, from 1; beyond the last it is the last.'),
  p_cnt: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number)
    .refine((count) => count <= PAGE.most)
    .default(PAGE.usual)
    .describe(`Rows on a page: ${String(PAGE.usual)} by default, ${String(PAGE.most)} at most.`),
  p_sort: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/)
    .optional()
    .describe('The column to sort by.'),
  p_order: z.enum(['asc', 'desc']).optional().describe('`desc` for the other way round.'),
};

/** Makes a list of its declaration: paging, sorting and filtering are the same for all of them. */
export function declareList<Schema extends z.ZodObject, Row extends object>({
  columns,
  rows,
  order,
  filters,
  ...declaration
}: ListDeclaration<Schema, Row>): ListFunction {
  const list = declare({
    ...declaration,
    readableBy: 'nobody',
    parameters: z.object({ ...declaration.parameters.shape, ...paging }),
    answer: {
      ...Object.fromEntries(Object.entries(columns).map(([name, { about }]) => [`elem.${name}`, about])),
      p_num: 'The page this is.',
      p_elems: 'How many rows there are on all pages.',
    },
    async run(parameters, call) {
      const { p_num, p_cnt, p_sort, p_order } = parameters;
      if (p_sort !== undefined) allowSorting(columns, p_sort);
      // What the schema of the list itself has read: the paging above is not part of its type.
      const all = await rows(parameters as unknown as z.output<Schema>, call);
      const where = filters === undefined ? sql`true` : await matching(call, declaration.name, filters);
      const { rows: counted } = await sql<{ count: number }>`
        select count(*) as count from (${all}) as listed where ${where}
      `.execute(call.store);
      const count = counted[0]?.count ?? 0;
      const last = Math.max(1, Math.ceil(count / p_cnt));
      const page = Math.min(p_num, last);
      const asked = p_sort === undefined ? [] : [[p_sort, p_order ?? 'asc'] as const];
      const by = [...asked, ...Object.entries(order)].flatMap(([column, direction]) => [
        // Nothing comes last, in whatever database.
        sql`${sql.ref(column)} is null`,
        sql`${sql.ref(column)} ${sql.raw(direction)}`,
      ]);
      const { rows: found } = await sql<Row>`
        select * from (${all}) as listed where ${where} order by ${sql.join(by)}
        limit ${p_cnt} offset ${(page - 1) * p_cnt}
      `.execute(call.store);
      return {
        doc: {
          children: {
            elem: found.map((row) => ({ children: element(row, columns, call) })),
            p_num: { text: String(page) },
            p_elems: { text: String(count) },
          },
        },
      };
    },
  });
  return { ...list, filters };
}

function allowSorting(columns: Readonly<Record<string, Column<never>>>, p_sort: string): void {
  const column = Object.hasOwn(columns, p_sort) ? columns[p_sort] : undefined;
  if (column === undefined)
    throw new PlatformError(
      'value',
      'p_sort',
      { en: `the list has no column '${p_sort}'`, ru: `в списке нет столбца '${p_sort}'` },
      p_sort,
    );
  if (column.sortable === false)
    throw new PlatformError(
      'value',
      'p_sort',
      { en: `the list cannot be sorted by '${p_sort}'`, ru: `список нельзя упорядочить по '${p_sort}'` },
      p_sort,
    );
}

/** Whether a function is a list. */
export const isList = (one: BillmgrFunction): one is ListFunction => 'filters' in one;

function element<Row extends object>(
  row: Row,
  columns: Readonly<Record<string, Column<Row>>>,
  call: Call,
): Record<string, AnswerElement | readonly AnswerElement[]> {
  const fields = Object.entries(columns).flatMap(
    ([name, { write }]): [string, AnswerElement | readonly AnswerElement[]][] => {
      const value = write === undefined ? (row as Record<string, unknown>)[name] : write(row, call);
      if (isElements(value)) return value.length === 0 ? [] : [[name, value]];
      return typeof value === 'string' || typeof value === 'number' ? [[name, { text: String(value) }]] : [];
    },
  );
  return Object.fromEntries(fields);
}

/** Only `write` answers elements: no column of a table holds an array. */
const isElements = (value: unknown): value is readonly AnswerElement[] => Array.isArray(value);
