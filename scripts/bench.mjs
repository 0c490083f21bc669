// npm run bench -- sdk    what the SDK weighs and costs, beside others; a table, then one line of JSON
import { pinnedNode } from './project.mjs';
import { CommandFailed, run } from './run.mjs';
import { setup } from './setup.mjs';

const benches = { sdk: 'packages/sdk/bench/main.mjs' };

const [name = ''] = process.argv.slice(2);
if (!Object.hasOwn(benches, name)) {
  console.error(`billref: there is no bench '${name}'; there is ${Object.keys(benches).join(', ')}`);
  process.exit(1);
}

await setup();
const { findBrowser } = await import('./browser.mjs');
try {
  await run(pinnedNode, [benches[name]], { env: { BILLREF_BROWSER: await findBrowser() } });
} catch (error) {
  console.error(error instanceof CommandFailed ? `billref: the bench ${name} failed` : `billref: ${error.message}`);
  process.exitCode = 1;
}
