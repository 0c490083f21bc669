export { clickIdTime, isClickId, makeClickId } from './click-id.ts';
export { asArray, decodeDollar, encodeDollar } from './dollar-json.ts';
export type { AnswerElement, DollarJson } from './dollar-json.ts';
export { normalizeLanding } from './landing.ts';
export type { LandingMode } from './landing.ts';
export { isPromoCodeTemplate, partnerOfPromoCode, promoCode } from './promo-code.ts';
export { isPartnerId, isWebsiteUrl, partnerOf, referralLink, websiteOf } from './referral-link.ts';
