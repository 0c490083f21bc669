import { isPartnerId } from './referral-link.ts';

const PLACE = '@ID@';

/**
 * Whether a program may have this promo code template: it holds `@ID@`, the place of the partner's id, exactly once
 * (seed 001).
 */
export const isPromoCodeTemplate = (template: string): boolean => template.split(PLACE).length === 2;

/** The promo code of a partner: `PROMO-@ID@` and `2` make `PROMO-2`. */
export const promoCode = (template: string, partner: string): string => template.split(PLACE).join(partner);

/** The partner whose code this is, or `undefined` if the code does not follow the template. */
export function partnerOfPromoCode(template: string, code: string): string | undefined {
  const [before, after] = template.split(PLACE);
  if (!isPromoCodeTemplate(template) || before === undefined || after === undefined) return undefined;
  const id = code.slice(before.length, code.length - after.length);
  return isPartnerId(id) && code === before + id + after ? id : undefined;
}
