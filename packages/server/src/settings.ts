import { z } from 'zod';
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

/** Every setting; what it is, in Markdown, is its description. */
export const schema = z.object({
  BILLREF_CONFIG: z
    .string()
    .optional()
    .describe(
      'file with settings, one `NAME=value` on a line, as `--config` names it; those of the environment come first',
    ),
  BILLREF_HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  BILLREF_PORT: z.coerce.number().int().min(0).max(65_535).default(8081).describe('port to listen on'),
  BILLREF_METRICS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('port of `/metrics`, `/healthz` and `/readyz` on the same address, not to be reached by the public'),
  BILLREF_DIR: z.string().default('var').describe('folder of the SQLite file and the logs'),
  BILLREF_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('address browsers use, such as https://bill.example.com; needed behind a proxy'),
  BILLREF_SITE_ORIGINS: z
    .string()
    .transform(list)
    .refine((origins) => origins.every(isOrigin), "origins such as 'https://site.com', with commas between them")
    .default([])
    .describe(
      "origins, with commas between them, whose pages may register and log in clients, beside the programs' sites",
    ),
  BILLREF_TRUSTED_PROXIES: z
    .string()
    .transform(list)
    .refine(areProxies, "addresses or subnets such as '10.0.0.2,192.168.0.0/16', with commas between them")
    .default([])
    .describe(
      'addresses or subnets, with commas between them, of the proxies whose `X-Forwarded-For`, `-Proto`, `-Host` and `X-Request-Id` are believed; `loopback` is this machine',
    ),
  BILLREF_CLICKS_PER_ADDRESS: clicks
    .default(1200)
    .describe('clicks a minute that a process takes from one address, which many visitors may share; 0 is no limit'),
  BILLREF_CLICKS_PER_PROGRAM: clicks
    .default(60_000)
    .describe('clicks a minute that a process takes for one program; 0 is no limit'),
  BILLREF_KEEP_CLICKS_DAYS: z.coerce
    .number()
    .int()
    .min(91)
    .max(36_500)
    .default(400)
    .describe('how many days clicks are kept; somebody may come of one for 90. One without a partner is kept for 8'),
  BILLREF_CAPTCHA_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("what checks that a new client is no robot, as reCAPTCHA's siteverify does"),
  BILLREF_CAPTCHA_SECRET: z.string().optional().describe('the secret that it knows us by'),
  BILLREF_CAPTCHA_FIELD: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'the name of a parameter')
    .default('g-recaptcha-response')
    .describe('its field in the form'),
  BILLREF_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      '`smtp://user:password@host:port` of the mail server; without one, mail is written to `mail.log` in `BILLREF_DIR`',
    ),
  BILLREF_MAIL_FROM: z
    .string()
    .regex(/@/, "an address such as 'billing@example.com'")
    .optional()
    .describe('sender of the mail'),
  BILLREF_LOG_LEVEL: z
    .enum(['info', 'debug'])
    .default('info')
    .describe('`info`, or `debug` to have each decision of a reward run in `billmaintain.log`'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('`postgres://…` to use PostgreSQL instead of SQLite'),
});

/** What nobody is shown. */
const SECRET: ReadonlySet<string> = new Set(['BILLREF_CAPTCHA_SECRET', 'BILLREF_SMTP_URL', 'DATABASE_URL']);

/** A setting as help and documents tell of it. */
export interface Setting {
  readonly name: string;
  /** What it is, in Markdown. */
  readonly about: string;
  /** The value where none is given, as it would be written. */
  readonly usual: string | undefined;
  /** Whether its value is shown to nobody. */
  readonly secret: boolean;
}

/** Every setting, in the order in which they are told. */
export const settings: readonly Setting[] = Object.entries(schema.shape).map(([name, is]) => {
  const usual: unknown = is.safeParse(undefined).data;
  return {
    name,
    about: is.description ?? '',
    usual: typeof usual === 'string' || typeof usual === 'number' ? String(usual) : undefined,
    secret: SECRET.has(name),
  };
});
