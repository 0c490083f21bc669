import type { Captcha } from './captcha/captcha.ts';
import type { ClickLimits } from './clicks/click-limits.ts';
import type { Trust } from './http/proxies.ts';
import type { Readiness } from './health/readiness.ts';
import type { Answered } from './http/observe.ts';
import type { Logs } from './log/logs.ts';
import type { Store } from './store/open.ts';

/** What the app stands on. */
export interface AppOptions {
  readonly store: Store;
  readonly logs: Logs;
  /** The address browsers use, such as `https://bill.example.com`; by default what each request says. */
  readonly publicUrl?: string | undefined;
  /** Which proxies are believed who asks, and by what address: by default none. `trustProxies` makes one of a list. */
  readonly trusts?: Trust | undefined;
  /** How many clicks may be made, by `newClickLimits`; any number by default. */
  readonly clickLimits?: ClickLimits | undefined;
  /** Origins whose pages may register and log in clients, beside those of the programs' Website URLs. */
  readonly siteOrigins?: readonly string[];
  /** What new clients have to pass; nothing by default. */
  readonly captcha?: Captcha | undefined;
  /** What `/readyz` answers; by default whether the store can be written to. */
  readonly readiness?: Readiness;
  /** Told of each request when it is over, but of those for `/healthz` and `/readyz`. */
  readonly onAnswered?: (answered: Answered) => void;
  /** Told of what went wrong here, never of a client's mistake, and what the request is called if that is known. */
  readonly onFailure: (error: unknown, requestId?: string) => void;
  /** Milliseconds since 1970; the clock of this machine by default. */
  readonly clock?: () => number;
}
