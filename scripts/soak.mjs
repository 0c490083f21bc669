// npm run test:soak               ten minutes of clicks, page views and registrations: memory and open files must stay flat;
//                                 the last line is JSON
import { pinnedNode } from './project.mjs';
import { CommandFailed, run } from './run.mjs';
import { setup } from './setup.mjs';

await setup();
try {
  await run(pinnedNode, ['packages/server/crash/soak/main.mjs', ...process.argv.slice(2)]);
} catch (error) {
  console.error(error instanceof CommandFailed ? 'billref: the soak failed' : `billref: ${error.message}`);
  process.exitCode = 1;
}
