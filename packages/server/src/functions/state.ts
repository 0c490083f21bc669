import { sql } from 'kysely';
import { z } from 'zod';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { type State, states } from '../directory/countries.ts';

export default declareList({
  name: 'state',
  about:
    'The directory of states, whose ids `register` takes: their codes in ISO 3166-2. It has the states of the countries ' +
    'whose addresses name one: Australia, Brazil, Canada, India, Mexico and the United States.',
  access: 'public',
  parameters: z.object({ elid: id.optional().describe('Only of this country.') }),
  rows: ({ elid }) => {
    const all = sql`(values ${sql.join(states.map((one) => sql`(${one.id}, ${String(one.country)}, ${one.name})`))})`;
    const rows = sql`select column1 as id, cast(column2 as bigint) as country, column3 as name from ${all} as place`;
    return elid === undefined ? sql<State>`${rows}` : sql<State>`${rows} where cast(column2 as bigint) = ${elid}`;
  },
  columns: {
    id: { about: 'The id.' },
    country: { about: 'The id of its country.' },
    name: { about: 'Its name, in Latin letters.' },
  },
  order: { id: 'asc' },
  examples: [{ title: 'the first states of Canada', parameters: { elid: '124', p_cnt: '2' } }],
});
