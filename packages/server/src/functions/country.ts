import { sql } from 'kysely';
import { z } from 'zod';
import { declareList } from '../call/list.ts';
import { countries, type Country } from '../directory/countries.ts';

export default declareList({
  name: 'country',
  about: 'The directory of countries, whose ids `register` takes: their numbers in ISO 3166-1.',
  access: 'public',
  parameters: z.object({}),
  rows: (_, { lang }) => sql<Country>`
    select cast(column1 as bigint) as id, column2 as iso2, column3 as name
    from (values ${sql.join(countries[lang].map(({ id, iso2, name }) => sql`(${String(id)}, ${iso2}, ${name})`))}) as place
  `,
  columns: {
    id: { about: 'The id.' },
    iso2: { about: 'Its two letters in ISO 3166-1.' },
    name: { about: 'Its name, in the language that is asked for.' },
  },
  order: { id: 'asc' },
  examples: [{ title: 'the first countries', parameters: { p_cnt: '3' } }],
});
