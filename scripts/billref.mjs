#!/usr/bin/env node
// The billref command of this checkout: sets up what is missing, then runs the server's on the pinned Node.js.
import { join } from 'node:path';
import { pinnedNode, root } from './project.mjs';
import { CommandFailed, run } from './run.mjs';
import { setup } from './setup.mjs';

await setup();
try {
  await run(pinnedNode, [join(root, 'packages/server/dist/main.js'), ...process.argv.slice(2)], { cwd: process.cwd() });
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  process.exitCode = 1;
}
