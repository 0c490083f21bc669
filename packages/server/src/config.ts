import { z } from 'zod';

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const schema = z.object({
  BILLREF_HOST: z.string().default('127.0.0.1'),
  BILLREF_PORT: z.coerce.number().int().min(0).max(65_535).default(8081),
  BILLREF_DIR: z.string().default('var'),
  BILLREF_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  BILLREF_SITE_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .refine((origins) => origins.every(isOrigin), "origins such as 'https://site.com', with commas between them")
    .default([]),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
});

/** How a server runs. */
export interface Config {
  /** The address it listens on. */
  readonly host: string;
  /** The port; 0 takes a free one. */
  readonly port: number;
  /** The folder of the SQLite file and the platform's logs. */
  readonly folder: string;
  /** The address browsers use; by default what each request says. */
  readonly publicUrl: string | undefined;
  /** Origins whose pages may register and log in clients, beside those of the programs' Website URLs. */
  readonly siteOrigins: readonly string[];
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
    throw new RangeError(`${name}='${given[name] ?? ''}' is not valid: ${issue?.message ?? ''}`);
  }
  const { data } = result;
  return {
    host: data.BILLREF_HOST,
    port: data.BILLREF_PORT,
    folder: data.BILLREF_DIR,
    publicUrl: data.BILLREF_PUBLIC_URL,
    siteOrigins: data.BILLREF_SITE_ORIGINS,
    databaseUrl: data.DATABASE_URL,
  };
}
