import type { Store, Writing } from './open.ts';
import type { Currency } from './tariffs.ts';

/** The currency that a provider's programs state their amounts in: the provider's own. */
export const currencyOfProvider = (store: Store | Writing, project: number): Promise<Currency> =>
  store
    .selectFrom('project')
    .innerJoin('currency', 'currency.id', 'project.currency')
    .where('project.id', '=', project)
    .select(['currency.id', 'currency.iso', 'currency.exponent'])
    .executeTakeFirstOrThrow();
