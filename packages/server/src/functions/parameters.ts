import type { z } from 'zod';
import { PlatformError } from './platform-error.ts';

/** A request's parameters by name, as they came; of several with one name the first. */
export type RawParameters = Readonly<Record<string, string>>;

// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * A function's parameters, checked. An empty value counts as none.
 *
 * @throws PlatformError `missed` or `value`, naming the parameter
 */
export function readParameters<Schema extends z.ZodObject>(schema: Schema, raw: RawParameters): z.output<Schema> {
  const given = Object.fromEntries(
    Object.entries(raw).filter(([name, value]) => value !== '' && Object.hasOwn(schema.shape, name)),
  );
  for (const [name, value] of Object.entries(given))
    if (CONTROL.test(value) || !value.isWellFormed())
      throw new PlatformError('value', name, `'${name}' holds characters that cannot be stored`);
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue?.path[0] ?? '');
  const value = given[name];
  if (value === undefined) throw new PlatformError('missed', name, `'${name}' is missing`);
  throw new PlatformError('value', name, `'${name}' is not valid`, value.slice(0, 200));
}
