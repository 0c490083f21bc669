import { familyOf, isNeeded, schemaOf } from './parameters.mjs';

/**
 * An OpenAPI description. All functions share one address, so that each is one of the forms that may be sent there, told
 * apart by `func`.
 */
export function openApi(functions) {
  const forms = functions.map(({ name }) => ({ $ref: `#/components/schemas/${name}` }));
  const answers = { 200: { $ref: '#/components/responses/answer' } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'billref',
      version: '0',
      description: "The billing platform's side of a referral. docs/functions.md tells what each function answers.",
    },
    paths: {
      '/billmgr': {
        get: {
          summary: 'A function, its parameters in the query',
          operationId: 'ask',
          parameters: [
            { name: 'parameters', in: 'query', required: true, style: 'form', explode: true, schema: { oneOf: forms } },
          ],
          responses: answers,
        },
        post: {
          summary: 'A function, its parameters in a form',
          operationId: 'send',
          requestBody: {
            required: true,
            content: Object.fromEntries(
              ['application/x-www-form-urlencoded', 'multipart/form-data'].map((type) => [
                type,
                { schema: { oneOf: forms, discriminator: { propertyName: 'func' } } },
              ]),
            ),
          },
          responses: answers,
        },
      },
    },
    components: {
      schemas: Object.fromEntries(functions.map((one) => [one.name, formOf(one)])),
      responses: {
        answer: {
          description: 'The answer or an error, in the format that `out` names.',
          content: Object.fromEntries(
            ['application/json', 'text/xml', 'text/javascript', 'text/html'].map((type) => [type, {}]),
          ),
        },
      },
    },
  };
}

function formOf({ name, about, access, parameters }) {
  const all = Object.entries(parameters.shape);
  const fields = all.filter(([field]) => familyOf(field) === undefined);
  const families = all.filter(([field]) => familyOf(field) !== undefined);
  return {
    type: 'object',
    description: `${about} For: ${access}.`,
    properties: {
      func: name.startsWith('X.') ? { type: 'string', pattern: `^[a-z][a-z0-9_]*${name.slice(1)}$` } : { const: name },
      ...Object.fromEntries(fields.map(([field, schema]) => [field, schemaOf(schema)])),
    },
    ...(families.length > 0 && {
      patternProperties: Object.fromEntries(families.map(([field, schema]) => [familyOf(field), schemaOf(schema)])),
    }),
    required: ['func', ...fields.filter(([, schema]) => isNeeded(schema)).map(([field]) => field)],
  };
}
