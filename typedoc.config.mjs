import { readFileSync } from 'node:fs';

const { exports } = JSON.parse(readFileSync('packages/sdk/package.json', 'utf8'));
const entries = Object.values(exports).flatMap(({ types }) => types ?? []);

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: '@billref/sdk',
  entryPoints: entries.map((types) => types.replace('./dist/', 'packages/sdk/src/').replace('.d.ts', '.ts')),
  tsconfig: 'packages/sdk/tsconfig.json',
  plugin: ['./scripts/typedoc-defaults.mjs'],
  readme: 'packages/sdk/README.md',
  out: 'docs/api',
  disableSources: true,
  hideGenerator: true,
  // `npm run check` has looked for them.
  skipErrorChecking: true,
  validation: { invalidLink: true, notDocumented: true, notExported: true },
  treatWarningsAsErrors: true,
  // Told where the type is, case by case.
  intentionallyNotDocumented: ['status', 'clickId', 'partner', 'reason'].map((name) => `index.Status.__type.${name}`),
};
