import type { z } from 'zod';
import { missed, PlatformError } from './platform-error.ts';

/** A request's parameters by name, as they came; of several with one name the first. */
export type RawParameters = Readonly<Record<string, string>>;

/** What no answer repeats, and no log. */
export const SECRET: ReadonlySet<string> = new Set(['passwd', 'confirm', 'password', 'key', 'auth', 'authinfo']);

/** Whether a declared parameter stands for a family, `addon_N` for `addon_3` and `addon_5` (seed 002). */
const isFamily = (name: string): boolean => name.endsWith('_N');

/** The family of a parameter and the number in it, if it has the form of one: `addon_N` and `3` of `addon_3`. */
const familyOf = (name: string): readonly [family: string, number: string] | undefined => {
  const [, family, number] = /^([a-z_]+_)([1-9]\d{0,14})$/.exec(name) ?? [];
  return family === undefined || number === undefined ? undefined : [`${family}N`, number];
};

/** What a parameter is declared as: itself, or its family. */
export function declaredName(schema: z.ZodObject, name: string): string | undefined {
  const declared = isFamily(name) ? undefined : Object.hasOwn(schema.shape, name) ? name : familyOf(name)?.[0];
  return declared !== undefined && Object.hasOwn(schema.shape, declared) ? declared : undefined;
}

/** The members of the families that a function declares, by number; each is there, if empty. */
function familiesIn(schema: z.ZodObject, given: RawParameters): Readonly<Record<string, RawParameters>> {
  const members = Object.entries(given).flatMap(([name, value]) => {
    const family = familyOf(name);
    return family === undefined ? [] : [{ family: family[0], number: family[1], value }];
  });
  return Object.fromEntries(
    Object.keys(schema.shape)
      .filter(isFamily)
      .map((name) => [
        name,
        Object.fromEntries(members.filter(({ family }) => family === name).map(({ number, value }) => [number, value])),
      ]),
  );
}

/**
 * A function's parameters, checked. An empty value counts as none. One whose declared name ends with `_N` is a family: a
 * record of what was sent, by the number that stands in place of `N`.
 *
 * @throws PlatformError `missed` or `value`, naming the parameter
 */
export function readParameters<Schema extends z.ZodObject>(schema: Schema, raw: RawParameters): z.output<Schema> {
  const given = Object.fromEntries(
    Object.entries(raw).filter(([name, value]) => value !== '' && declaredName(schema, name) !== undefined),
  );
  const result = schema.safeParse({ ...given, ...familiesIn(schema, given) });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const [declared = '', number] = (issue?.path ?? []).map(String);
  const name = isFamily(declared) && number !== undefined ? declared.slice(0, -1) + number : declared;
  const value = given[name];
  if (value === undefined) throw missed(name);
  throw new PlatformError(
    'value',
    name,
    { en: `'${name}' is not valid`, ru: `неверное значение параметра '${name}'` },
    SECRET.has(name) ? undefined : value.slice(0, 200),
  );
}
