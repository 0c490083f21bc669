import type { z } from 'zod';
import { PlatformError } from './platform-error.ts';

/** A request's parameters by name, as they came; of several with one name the first. */
export type RawParameters = Readonly<Record<string, string>>;

/** What no answer repeats. */
const SECRET = new Set(['passwd', 'confirm', 'password']);

/**
 * A function's parameters, checked. An empty value counts as none.
 *
 * @throws PlatformError `missed` or `value`, naming the parameter
 */
export function readParameters<Schema extends z.ZodObject>(schema: Schema, raw: RawParameters): z.output<Schema> {
  const given = Object.fromEntries(
    Object.entries(raw).filter(([name, value]) => value !== '' && Object.hasOwn(schema.shape, name)),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue?.path[0] ?? '');
  const value = given[name];
  if (value === undefined) throw new PlatformError('missed', name, `'${name}' is missing`);
  throw new PlatformError('value', name, `'${name}' is not valid`, SECRET.has(name) ? undefined : value.slice(0, 200));
}
