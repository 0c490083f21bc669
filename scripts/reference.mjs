// The reference of the backend's functions and settings, made of their declarations: docs/functions.md, docs/openapi.json
// and docs/settings.md.
//
// reference.mjs          writes them
// reference.mjs --check  tells which of them is stale, and ends with 1
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import prettier from 'prettier';
import { functions } from '../packages/server/dist/call/registry.js';
import { settings } from '../packages/server/dist/settings.js';
import { functionsPage } from './reference/functions-page.mjs';
import { openApi } from './reference/open-api.mjs';
import { settingsPage } from './reference/settings-page.mjs';
import { root } from './project.mjs';

const files = {
  'docs/functions.md': functionsPage(functions),
  'docs/settings.md': settingsPage(settings),
  'docs/openapi.json': JSON.stringify(openApi(functions)),
};

const stale = [];
for (const [name, text] of Object.entries(files)) {
  const file = join(root, name);
  const options = await prettier.resolveConfig(file);
  const formatted = await prettier.format(text, { ...options, filepath: file });
  if (existsSync(file) && readFileSync(file, 'utf8') === formatted) continue;
  stale.push(name);
  if (process.argv.includes('--check')) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, formatted);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`${stale.join(' and ')} no longer tell what is declared: npm run docs writes them`);
  process.exitCode = 1;
}
