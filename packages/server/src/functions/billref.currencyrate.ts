import { sql } from 'kysely';
import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { declareList } from '../call/list.ts';
import { formatRate } from '../prices/exchange.ts';

export default declareList({
  name: 'billref.currencyrate',
  about:
    "What one unit of the provider's currency is worth in others, from which day on. `pricelist.export` shows a second " +
    'currency by the latest rate whose day has come.',
  access: 'provider',
  parameters: z.object({}),
  examples: [{ title: 'all rates', as: 'provider', parameters: {} }],
  rows: (_, call) =>
    call.store
      .selectFrom('currency_rate as rate')
      .innerJoin('currency', 'currency.id', 'rate.currency')
      .where('rate.project', '=', staffOf(call).project)
      .select([
        'currency.iso as currency',
        'rate.day',
        'rate.numerator',
        'rate.denominator',
        // To sort by alone.
        sql<number>`rate.numerator * 1.0 / rate.denominator`.as('rate'),
      ]),
  columns: {
    currency: { about: 'The other currency, by its ISO code.' },
    day: { about: 'The day from which the rate holds.' },
    rate: { about: 'How many units of it one unit is worth.', write: formatRate },
  },
  order: { currency: 'asc', day: 'desc' },
  filters: { currency: 'equals', day: 'day' },
});
