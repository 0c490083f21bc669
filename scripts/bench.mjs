// npm run bench -- sdk       what the SDK weighs and costs, beside others; a table, then one line of JSON
// npm run bench -- rewards   what the reward run takes, beside a bare insert of what it writes, and clicks beside it
// npm run bench -- clicks    how many clicks a server takes, beside bare Express and an insert for each request
import { pinnedNode } from './project.mjs';
import { CommandFailed, run } from './run.mjs';
import { setup } from './setup.mjs';

const benches = {
  sdk: async () => {
    const { findBrowser } = await import('./browser.mjs');
    await run(pinnedNode, ['packages/sdk/bench/main.mjs'], { env: { BILLREF_BROWSER: await findBrowser() } });
  },
  rewards: () => run(pinnedNode, ['packages/server/bench/rewards/main.mjs', ...args]),
  clicks: () => run(pinnedNode, ['packages/server/bench/clicks/main.mjs', ...args]),
};

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(benches, name)) {
  console.error(`billref: there is no bench '${name}'; there is ${Object.keys(benches).join(', ')}`);
  process.exit(1);
}

await setup();
try {
  await benches[name]();
} catch (error) {
  console.error(error instanceof CommandFailed ? `billref: the bench ${name} failed` : `billref: ${error.message}`);
  process.exitCode = 1;
}
