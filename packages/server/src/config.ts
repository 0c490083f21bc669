import type { z } from 'zod';
import type { Captcha } from './captcha/captcha.ts';
import type { ClicksPerMinute } from './clicks/click-limits.ts';
import { type Environment, givenSettings } from './given-settings.ts';
import { schema, settings } from './settings.ts';

/** How a server runs. */
export interface Config {
  /** The address it listens on. */
  readonly host: string;
  /** The port; 0 takes a free one. */
  readonly port: number;
  /** The port of `/metrics`, which the public must not reach; none by default. */
  readonly metricsPort: number | undefined;
  /** The folder of the SQLite file and the platform's logs. */
  readonly folder: string;
  /** The address browsers use; by default what each request says. */
  readonly publicUrl: string | undefined;
  /** Origins whose pages may register and log in clients, beside those of the programs' Website URLs. */
  readonly siteOrigins: readonly string[];
  /** Addresses and subnets of the proxies whose `X-Forwarded-…` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** How many clicks are taken a minute. */
  readonly clicksPerMinute: ClicksPerMinute;
  /** How long clicks are kept; somebody may come of one for 90 days. */
  readonly keepClicksDays: number;
  /** What new clients have to pass; nothing by default. */
  readonly captcha: Captcha | undefined;
  /** The mail server; without one mail is written to `mail.log`. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined;
  /** Whether `billmaintain.log` has each decision of a run, and not rewards and payments alone. */
  readonly debug: boolean;
  /** `postgres://…`; a SQLite file by default. */
  readonly databaseUrl: string | undefined;
}

/**
 * Reads the configuration from the environment, and from a file that it or the command line names.
 *
 * @throws RangeError naming the setting that is not valid, or the file that cannot be read
 */
export function readConfig(environment: Environment, file?: string): Config {
  const given = givenSettings(environment, file);
  const result = schema.safeParse(Object.fromEntries([...given].map(([name, { value }]) => [name, value])));
  if (!result.success) {
    const [issue] = result.error.issues;
    const name = String(issue?.path[0] ?? '');
    const isSecret = settings.some((setting) => setting.name === name && setting.secret);
    const shown = isSecret ? name : `${name}='${given.get(name)?.value ?? ''}'`;
    throw new RangeError(`${shown} is not valid: ${issue?.message ?? ''}`);
  }
  const { data } = result;
  return {
    host: data.BILLREF_HOST,
    port: data.BILLREF_PORT,
    metricsPort: data.BILLREF_METRICS_PORT,
    folder: data.BILLREF_DIR,
    publicUrl: data.BILLREF_PUBLIC_URL,
    siteOrigins: data.BILLREF_SITE_ORIGINS,
    trustedProxies: data.BILLREF_TRUSTED_PROXIES,
    clicksPerMinute: { ofAddress: data.BILLREF_CLICKS_PER_ADDRESS, ofProgram: data.BILLREF_CLICKS_PER_PROGRAM },
    keepClicksDays: data.BILLREF_KEEP_CLICKS_DAYS,
    captcha: captchaOf(data),
    mail: mailOf(data),
    debug: data.BILLREF_LOG_LEVEL === 'debug',
    databaseUrl: data.DATABASE_URL,
  };
}

function captchaOf(data: z.output<typeof schema>): Captcha | undefined {
  const { BILLREF_CAPTCHA_URL: url, BILLREF_CAPTCHA_SECRET: secret, BILLREF_CAPTCHA_FIELD: field } = data;
  // A captcha that is set by half would let everybody in, or nobody.
  if ((url === undefined) !== (secret === undefined))
    throw new RangeError('BILLREF_CAPTCHA_URL and BILLREF_CAPTCHA_SECRET are set together, or neither');
  return url === undefined || secret === undefined ? undefined : { url, secret, field };
}

function mailOf({ BILLREF_SMTP_URL: smtpUrl, BILLREF_MAIL_FROM: from }: z.output<typeof schema>): Config['mail'] {
  if (smtpUrl === undefined) return undefined;
  if (from === undefined) throw new RangeError('BILLREF_SMTP_URL needs BILLREF_MAIL_FROM, the sender');
  return { smtpUrl, from };
}
