import type { Call } from './declare.ts';
import { PlatformError } from './platform-error.ts';

const UNKNOWN = { en: 'there is no such provider', ru: 'нет такого провайдера' };

/** A provider with what its prices are in, and where its days begin. */
interface Provider {
  readonly id: number;
  readonly timezone: string;
  readonly iso: string;
  readonly exponent: number;
}

/**
 * The provider that a public function is asked about: the one that is named, or that of whoever is logged in, or the
 * first.
 *
 * @param elid what was named, as the parameter of this name
 * @throws PlatformError naming the parameter if there is no such provider
 */
export async function providerAsked({ store, session }: Call, elid?: { name: string; id: number }): Promise<Provider> {
  const named = elid?.id ?? session?.user?.project;
  let query = store
    .selectFrom('project')
    .innerJoin('currency', 'currency.id', 'project.currency')
    .orderBy('project.id')
    .select(['project.id', 'project.timezone', 'currency.iso', 'currency.exponent']);
  if (named !== undefined) query = query.where('project.id', '=', named);
  const found = await query.executeTakeFirst();
  if (found !== undefined) return found;
  throw elid === undefined
    ? new PlatformError('missed', 'elid', { en: 'there is no provider yet', ru: 'провайдера ещё нет' })
    : new PlatformError('value', elid.name, UNKNOWN, String(elid.id));
}
