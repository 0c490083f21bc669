import { z } from 'zod';
import type { Captcha } from './captcha/captcha.ts';
import type { ClicksPerMinute } from './clicks/click-limits.ts';
import { trustProxies } from './http/proxies.ts';

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const list = (text: string): string[] => text.split(',').map((one) => one.trim());

const areProxies = (proxies: readonly string[]): boolean => {
  try {
    return Boolean(trustProxies(proxies));
  } catch {
    return false;
  }
};

const clicks = z.coerce.number().int().min(0).max(60_000_000);

const schema = z.object({
  BILLREF_HOST: z.string().default('127.0.0.1'),
  BILLREF_PORT: z.coerce.number().int().min(0).max(65_535).default(8081),
  BILLREF_METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  BILLREF_DIR: z.string().default('var'),
  BILLREF_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  BILLREF_SITE_ORIGINS: z
    .string()
    .transform(list)
    .refine((origins) => origins.every(isOrigin), "origins such as 'https://site.com', with commas between them")
    .default([]),
  BILLREF_TRUSTED_PROXIES: z
    .string()
    .transform(list)
    .refine(areProxies, "addresses or subnets such as '10.0.0.2,192.168.0.0/16', with commas between them")
    .default([]),
  BILLREF_CLICKS_PER_ADDRESS: clicks.default(1200),
  BILLREF_CLICKS_PER_PROGRAM: clicks.default(60_000),
  BILLREF_KEEP_CLICKS_DAYS: z.coerce.number().int().min(91).max(36_500).default(400),
  BILLREF_CAPTCHA_URL: z.url({ protocol: /^https?$/ }).optional(),
  BILLREF_CAPTCHA_SECRET: z.string().optional(),
  BILLREF_CAPTCHA_FIELD: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'the name of a parameter')
    .default('g-recaptcha-response'),
  BILLREF_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  BILLREF_MAIL_FROM: z.string().regex(/@/, "an address such as 'billing@example.com'").optional(),
  BILLREF_LOG_LEVEL: z.enum(['info', 'debug']).default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
});

/** What no message repeats. */
const SECRET = new Set(['BILLREF_CAPTCHA_SECRET', 'BILLREF_SMTP_URL', 'DATABASE_URL']);

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
 * Reads the configuration from the environment.
 *
 * @throws RangeError naming the variable that is not valid
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    const name = String(issue?.path[0] ?? '');
    const shown = SECRET.has(name) ? name : `${name}='${given[name] ?? ''}'`;
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
