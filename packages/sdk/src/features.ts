/**
 * What the SDK can do beyond carrying a click, each a constant that a build may turn off: `@billref/sdk/core` is built
 * without them, and the benchmark without one at a time, to print what each costs.
 */

/** The option `consent` and `consent()`: nothing stored or sent before the visitor agrees. */
export const CONSENT = true as boolean;
/** The option `privacyControl`: the browser's Global Privacy Control counts as "not yet". Needs {@link CONSENT}. */
export const PRIVACY_CONTROL = true as boolean;
/** `destroy()`, and with it that `consent(false)` takes back the links that were written. */
export const TAKE_BACK = true as boolean;
/** The events `billref:<status>`. */
export const EVENTS = true as boolean;
/** Routes of single-page apps where there is no Navigation API. */
export const HISTORY_FALLBACK = true as boolean;
/** An option that is not valid is named in a warning, and its default used. */
export const VALIDATION = true as boolean;
/** The option `mode`. */
export const MODES = true as boolean;
/** A cookie where localStorage cannot be used. */
export const COOKIE = true as boolean;
/** The option `cookieDomain`. Needs {@link COOKIE}. */
export const COOKIE_DOMAIN = true as boolean;
/** The options `billingHosts` and `billingPaths`. */
export const FURTHER_ADDRESSES = true as boolean;
/** The option `attribution`. */
export const ATTRIBUTION = true as boolean;
/** The option `windowDays`; without it 90 days. */
export const WINDOW_DAYS = true as boolean;
/** An id that the vendor's snippet left, and the key under which it looks for ours. */
export const VENDOR_KEY = true as boolean;
/** The option `automation`, and that pages driven by a program register nothing. */
export const AUTOMATION = true as boolean;
/** The option `transport`. */
export const TRANSPORT = true as boolean;

/** Each decision is explained on the console: on in `billref.debug.js` alone. */
export const DEBUG = false as boolean;
