import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project.mjs';
import { isNeeded, schemaOf } from './parameters.mjs';

const ACCESS = {
  public: 'anybody',
  client: 'a client',
  provider: "the provider's staff",
  either: "a client or the provider's staff",
};

/** docs/functions.md: every function with its parameters, errors and examples. */
export const functionsPage = (functions) => `# The functions of the backend

This page is made of the functions' declarations by \`npm run docs\`. The examples are asked, and their answers compared,
in every format by \`npm test\`.

A function is asked at \`/billmgr\`, \`/manager/billmgr\` or \`/\`, by GET or by a POST of a form, form-encoded or
multipart. An error comes with HTTP 200, as the platform does it, with \`$type\` and \`$object\`; where a limit
is reached (\`auth\`, \`badip\`) with 429 and \`Retry-After\`, but for a \`callback\`. Where the database fails, it
comes with 503 and \`Retry-After\`, its \`$object\` is \`database\`, and the request may be sent again.

Every call takes these parameters, too:

| parameter | meaning |
| --- | --- |
| \`func\` | the function |
| \`out\` | the format: \`xml\` (the default), \`json\`, \`sjson\`, \`xjson\`, \`bjson\` (the default of \`referralprogram.*\`), \`print\` |
| \`callback\` | the name of a function of the page that is to be called with the answer (JSONP) |
| \`lang\` | the language of messages: \`en\` (the default) or \`ru\` |
| \`auth\` | a session, as \`auth\` answers it |
| \`sok\` | not empty where something is to be saved |

Errors that any function may answer: \`missed\` and \`value\` with the parameter as their object; \`access\` where somebody
else is needed; \`missed\` with \`func\` for a function that there is not.

${functions.map((one) => `- [\`${one.name}\`](#${anchor(one.name)})`).join('\n')}

${functions.map(section).join('\n\n')}
`;

const anchor = (name) => name.toLowerCase().replaceAll('.', '');

function section({ name, about, access, parameters, answer, errors = [], examples }) {
  const fields = Object.entries(parameters.shape);
  return [
    `## ${name}`,
    about,
    `For ${ACCESS[access]}.`,
    fields.length > 0 && table(['parameter', 'needed', 'value', 'meaning'], fields.map(parameterRow)),
    Object.keys(answer).length > 0 &&
      table(
        ['answer', 'meaning'],
        Object.entries(answer).map(([element, meaning]) => [`\`${element}\``, meaning]),
      ),
    errors.length > 0 &&
      table(
        ['error', 'object', 'when'],
        errors.map(([type, object, when]) => [`\`${type}\``, `\`${object}\``, when]),
      ),
    ...examples.map((example) => exampleOf(name, example)),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const parameterRow = ([name, parameter]) => [
  `\`${name}\``,
  isNeeded(parameter) ? 'yes' : '',
  valueOf(schemaOf(parameter)),
  parameter.description ?? '',
];

function valueOf({ enum: choices, pattern, format, maxLength, default: usual }) {
  const kinds = [
    choices && choices.map((one) => `\`${one}\``).join(', '),
    !choices && format && format !== 'regex' && format,
    !choices && pattern && (!format || format === 'regex') && `\`${pattern.replaceAll('|', '\\|')}\``,
    maxLength && `at most ${maxLength} characters`,
    usual !== undefined && `\`${usual}\` by default`,
  ];
  return kinds.filter(Boolean).join('; ') || 'text';
}

function exampleOf(name, { title, as, parameters }) {
  const { func = name, ...rest } = parameters;
  const query = new URLSearchParams({ func, ...rest, out: 'xjson' }).toString();
  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const golden = readFileSync(join(root, 'packages/server/golden', name, `${slug}.xjson`), 'utf8');
  const who = as === undefined ? '' : `, asked by ${as === 'provider' ? "the provider's staff" : `a ${as}`}`;
  return `Example: ${title}${who}.

\`\`\`
/billmgr?${query}
\`\`\`

\`\`\`json
${JSON.stringify(JSON.parse(golden), null, 2)}
\`\`\``;
}

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(inCell).join(' | ')} |`).join('\n');

const inCell = (text) => text.replaceAll('\n', ' ');
