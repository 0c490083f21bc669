// npm run docs: the SDK's API documentation from its types, in docs/api, and the reference of the backend's functions
// from their declarations, in docs/functions.md and docs/openapi.json.
import { pinnedNode } from './project.mjs';
import { CommandFailed, run } from './run.mjs';
import { setup } from './setup.mjs';

await setup();
try {
  await run(pinnedNode, ['scripts/reference.mjs']);
  await run('typedoc', process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  process.exitCode = 1;
}
