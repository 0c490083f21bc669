// npm run test:crash -- rewards   kills reward runs at random instants and looks what is doubled or missed; the last line
//                                 is JSON
// npm run test:crash -- clicks    kills servers under load, and looks for every click they have answered
import { pinnedNode } from './project.mjs';
import { CommandFailed, run } from './run.mjs';
import { setup } from './setup.mjs';

const campaigns = {
  rewards: 'packages/server/crash/rewards/main.mjs',
  clicks: 'packages/server/crash/clicks/main.mjs',
};

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(campaigns, name)) {
  console.error(`billref: there is no crash test '${name}'; there is ${Object.keys(campaigns).join(', ')}`);
  process.exit(1);
}

await setup();
try {
  await run(pinnedNode, [campaigns[name], ...args]);
} catch (error) {
  console.error(
    error instanceof CommandFailed ? `billref: the crash test ${name} failed` : `billref: ${error.message}`,
  );
  process.exitCode = 1;
}
