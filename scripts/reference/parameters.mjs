import { createRequire } from 'node:module';

// The server's own zod: schemas are read by the library that made them.
const { z } = createRequire(new URL('../../packages/server/dist/main.js', import.meta.url))('zod');

/** The name that a member of a family of parameters has, as a pattern: `addon_N` stands for `addon_3` and others. */
export const familyOf = (name) => (name.endsWith('_N') ? `^${name.slice(0, -1)}[1-9]\\d{0,14}$` : undefined);

/** What is sent for a parameter, or each of a family, as JSON Schema: text, for everything in a query or form is. */
export const schemaOf = (parameter) => {
  const { additionalProperties: member, ...own } = z.toJSONSchema(parameter, { io: 'input', unrepresentable: 'any' });
  if (typeof member === 'object') return { type: 'string', ...member, description: own.description };
  const schema = { type: 'string', ...own };
  delete schema.$schema;
  return 'default' in schema ? { ...schema, default: String(schema.default) } : schema;
};

/** Whether a call without it is refused. */
export const isNeeded = (parameter) => !parameter.safeParse(undefined).success;
