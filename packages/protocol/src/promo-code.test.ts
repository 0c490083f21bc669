import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPromoCodeTemplate, partnerOfPromoCode, promoCode } from './promo-code.ts';

test('@ID@ is the position where the partner’s id is inserted (seed 001)', () => {
  expect(promoCode('PROMO-@ID@-2025', '7')).toBe('PROMO-7-2025');
  expect(partnerOfPromoCode('PROMO-@ID@-2025', 'PROMO-7-2025')).toBe('7');
});

test('a template without @ID@, or with two, is invalid and matches no code', () => {
  expect(isPromoCodeTemplate('PROMO2025')).toBe(false);
  expect(isPromoCodeTemplate('@ID@@ID@')).toBe(false);
  expect(partnerOfPromoCode('PROMO2025', 'PROMO2025')).toBeUndefined();
});

test.each(['PROMO-', 'PROMO-x-2025', 'PROMO-07-2025', 'xPROMO-7-2025', 'PROMO-7-2025x', 'promo-7-2025'])(
  '%s does not follow PROMO-@ID@-2025',
  (code) => {
    expect(partnerOfPromoCode('PROMO-@ID@-2025', code)).toBeUndefined();
  },
);

test('an overlap of what stands before and after the id is no code', () => {
  expect(partnerOfPromoCode('1@ID@1', '1')).toBeUndefined();
});

test('template and code are each other’s reverse', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 1 }).map(String), (before, after, partner) => {
      const template = `${before}@ID@${after}`;
      fc.pre(isPromoCodeTemplate(template));
      expect(partnerOfPromoCode(template, promoCode(template, partner))).toBe(partner);
    }),
  );
});
