import type { Store, Writing } from '../store/open.ts';
import { type CodeOwner, hasBought, ownerOfCode } from '../store/promo-codes.ts';
import { PlatformError } from './platform-error.ts';

const UNKNOWN = { en: 'there is no such promo code', ru: 'нет такого промокода' };
const TOO_LATE = {
  en: 'a promo code works only for the first order',
  ru: 'промокод действует только для первого заказа',
};
const OWN = { en: 'this is your own promo code', ru: 'это ваш собственный промокод' };

/**
 * The partner behind a promo code that somebody may use.
 *
 * @param account who wants to use it, if they are a client by now
 * @throws PlatformError `value` if there is no such code, `promocode_not_use` if it is theirs or they have ordered before
 */
export async function usableCode(
  store: Store | Writing,
  { project, account, code, now }: { project: number; account: number | undefined; code: string; now: number },
): Promise<CodeOwner> {
  const owner = await ownerOfCode(store, { project, code, now });
  if (owner === undefined) throw new PlatformError('value', 'promocode', UNKNOWN, code);
  if (owner.partner === account) throw new PlatformError('promocode_not_use', 'promocode', OWN, code);
  if (account !== undefined && (await hasBought(store, account)))
    throw new PlatformError('promocode_not_use', 'promocode', TOO_LATE, code);
  return owner;
}
