import { parseUrl } from './lib/parse-url.ts';
import { attempt } from './lib/attempt.ts';
import {
  ATTRIBUTION,
  AUTOMATION,
  CONSENT,
  COOKIE_DOMAIN,
  FURTHER_ADDRESSES,
  MODES,
  PRIVACY_CONTROL,
  TRANSPORT,
  VALIDATION,
  WINDOW_DAYS,
} from './features.ts';
import type { LandingMode } from '@billref/protocol';

/**
 * How a site is set up. On a script tag each option is an attribute, `billingUrl` as `data-billing-url`; lists have
 * commas between their parts. One that is not valid is named in a warning on the console, and its default is used.
 */
export interface BillrefOptions {
  /**
   * The address of the billing platform, such as `https://bill.example.com/billmgr`. Clicks are registered there, and
   * links to its host carry the click; where it shares the page's own host, links below its path do. Without a valid
   * one nothing is done.
   */
  readonly billingUrl: string | URL;
  /**
   * Further hosts of the billing platform, on any port; `*.example.com` stands for every host below example.com.
   *
   * @defaultValue none
   */
  readonly billingHosts?: string | readonly string[] | undefined;
  /**
   * Paths of the site's own that redirect to billing, such as `/go/billing`, with what lies below them.
   *
   * @defaultValue none
   */
  readonly billingPaths?: string | readonly string[] | undefined;
  /**
   * The referral program's Website URL, exactly as it is set in the program (seed 000).
   *
   * @defaultValue the landing's origin and `/`
   */
  readonly siteUrl?: string | undefined;
  /**
   * What is sent as the landing's address:
   *
   * - `referral`: the Website URL with the partner, `https://site.com/?from=2`;
   * - `origin`: origin and `/` only, as the vendor's sample page does it (seed 000); the platform then learns of the
   *   partner from the `Referer` alone, for which the site must send a `Referrer-Policy` of `unsafe-url` or
   *   `no-referrer-when-downgrade`;
   * - `exact`: the landing as it is, without fragment and credentials;
   * - a function that makes the address of the landing; if it throws, `referral` is used.
   *
   * @defaultValue `'referral'`
   */
  readonly mode?: LandingMode | undefined;
  /**
   * Which partner's click links carry if there are several. Each is registered in any case.
   *
   * @defaultValue `'first'`
   */
  readonly attribution?: 'first' | 'last' | undefined;
  /**
   * How many days a click is used after it was stored. Browsers may forget it earlier: Safari after seven days without
   * a visit.
   *
   * @defaultValue `90`
   */
  readonly windowDays?: number | string | undefined;
  /**
   * Whether navigation by script is seen to: `window.open`, `location = …`, routers. `off` leaves every global of the
   * page as it is; then links, forms, `decorate` and `go` are what carries the click.
   *
   * @defaultValue `'on'`
   */
  readonly programmatic?: 'on' | 'off' | undefined;
  /**
   * `required` stores and sends nothing before `consent(true)`.
   *
   * @defaultValue `'given'`
   */
  readonly consent?: 'given' | 'required' | undefined;
  /**
   * `on` takes the browser's Global Privacy Control for `consent: 'required'`.
   *
   * @defaultValue `'off'`
   */
  readonly privacyControl?: 'on' | 'off' | undefined;
  /**
   * The domain whose hosts share the click by a cookie, such as `example.com` for `www.example.com` and
   * `shop.example.com`.
   *
   * @defaultValue none: localStorage alone
   */
  readonly cookieDomain?: string | undefined;
  /**
   * `on` registers clicks in a browser that says it is driven by a program, as in a site's own tests.
   *
   * @defaultValue `'off'`
   */
  readonly automation?: 'on' | 'off' | undefined;
  /**
   * What sends the click: a function that is called as `fetch` is. `jsonp` of `@billref/sdk/jsonp` is one.
   *
   * @defaultValue `fetch`
   */
  readonly transport?: Transport | undefined;
}

/** As much of `fetch` as a click needs. */
export type Transport = (
  address: string,
  init: { readonly keepalive: true; readonly signal: AbortSignal | undefined },
) => Promise<{
  /** Whether there is an answer. */
  readonly ok: boolean;
  /** Reads it. */
  json(): Promise<unknown>;
}>;

// The options of this page, checked. There is one page, and so one of each.

/** Whether the visitor has to be asked first. */
export let needsConsent: boolean;
export let windowDays = 90;
export let mode: LandingMode | undefined;
export let billingPaths: readonly string[];
/** Whether navigation by script is seen to. */
export let programmatic: boolean;
export let allowsAutomation: boolean;
export let website: string | undefined;
/** Whether the last click counts, and not the first. */
export let isLast: boolean;
export let billingHosts: readonly string[];
export let billing: URL | undefined;
/** Whether the visitor has to be asked first, if the browser's Global Privacy Control is on. */
export let heedsPrivacyControl: boolean;
export let transport: Transport | undefined;
export let cookieDomain: string | undefined;

/** Reads the options; warns of each that is not valid, and takes its default. */
export function readOptions(options: Partial<BillrefOptions> | null | undefined): void {
  /** @param rule what the option's text must be, as a regular expression; nothing is text too. */
  const read = (name: keyof BillrefOptions, rule?: string): string | undefined => {
    const value = options?.[name];
    if (!VALIDATION || RegExp(`^(${rule ?? '|off|on'})$`).test((value ?? '') as string)) return value as string;
    attempt(() => console.warn(`billref: invalid ${name}`, value));
    return undefined;
  };
  // In the order in which the script packs best.
  if (FURTHER_ADDRESSES) billingHosts = String(read('billingHosts', '[*\\w., -]*')).split(/[, ]+/);
  if (WINDOW_DAYS) windowDays = (read('windowDays', '[1-9]\\d*|') || 90) as number;
  if (MODES) mode = read('mode', 'referral|origin|exact||[^]*[(>][^]*') as LandingMode | undefined;
  if (TRANSPORT) transport = read('transport', '|[^]*[(>][^]*') as Transport | undefined;
  billing = parseUrl(read('billingUrl', 'https?://[^?#@]+'));
  website = read('siteUrl', '|https?://[^#@]+');
  if (ATTRIBUTION) isLast = read('attribution', 'last|first|') === 'last';
  if (CONSENT) needsConsent = read('consent', 'given|required|') === 'required';
  if (AUTOMATION) allowsAutomation = read('automation') === 'on';
  programmatic = read('programmatic') !== 'off';
  if (FURTHER_ADDRESSES) billingPaths = String(read('billingPaths', '/.*|')).split(/[, ]+/);
  if (PRIVACY_CONTROL) heedsPrivacyControl = read('privacyControl') === 'on';
  if (COOKIE_DOMAIN) cookieDomain = read('cookieDomain', '[*\\w., -]*');
}
