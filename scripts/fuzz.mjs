// npm run test:fuzz   sends a server what no client sends: no failure, nothing told of what runs here, a live server; the
//                     last line is JSON
import { pinnedNode } from './project.mjs';
import { CommandFailed, run } from './run.mjs';
import { setup } from './setup.mjs';

await setup();
try {
  await run(pinnedNode, ['packages/server/fuzz/main.mjs', ...process.argv.slice(2)]);
} catch (error) {
  console.error(error instanceof CommandFailed ? 'billref: the fuzz test failed' : `billref: ${error.message}`);
  process.exitCode = 1;
}
