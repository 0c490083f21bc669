import { type RawBuilder, sql } from 'kysely';
import type { Costs } from '../prices/price-order.ts';
import type { Store, Writing } from './open.ts';

/** What costs something by period. Each has a table of its prices, `addon_period`, that calls it by its own name. */
export type Priced = 'pricelist' | 'addon' | 'addon_element';

/** Costs in minor units, each under its period. */
export type NewCosts = Readonly<Record<number, number>>;

/** The same, to be looked up. */
export const byPeriod = (costs: NewCosts): Costs =>
  new Map(Object.entries(costs).map(([period, cost]) => [Number(period), cost]));

/** Says what something costs from now on: it is sold for these periods alone. What was paid before stays as it was. */
export async function setCosts(store: Store | Writing, of: Priced, id: number, costs: Costs): Promise<void> {
  const [prices, owner] = [sql.table(`${of}_period`), sql.ref(of)];
  await sql`delete from ${prices} where ${owner} = ${id}`.execute(store);
  for (const [period, cost] of costs)
    await sql`insert into ${prices} (${owner}, period, cost) values (${id}, ${period}, ${cost})`.execute(store);
}

/**
 * What something costs, in one text that `readCosts` reads; nothing where it is not sold.
 *
 * @param id the column that says of which it is
 */
export const costsOf = (of: Priced, id: string): RawBuilder<string | null> => sql<string | null>`(
  select string_agg(cast(price.period as text) || ' ' || cast(price.cost as text), ',' order by price.period)
  from ${sql.table(`${of}_period`)} as price where ${sql.ref(`price.${of}`)} = ${sql.ref(id)}
)`;

/** The costs behind such a text, in the order of their periods. */
export const readCosts = (text: string | null): Costs =>
  new Map(
    (text?.split(',') ?? []).map((price) => {
      const [period, cost] = price.split(' ');
      return [Number(period), Number(cost)];
    }),
  );
