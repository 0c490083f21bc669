// npm test                  everything: unit and integration tests, then the browser tests
// npm test -- unit [args]   Jest alone, with its arguments
// npm test -- e2e [args]    Playwright alone, with its arguments
import { pinnedNode } from './project.mjs';
import { CommandFailed, run } from './run.mjs';
import { setup } from './setup.mjs';

const [part, ...args] = process.argv.slice(2);
const parts = part === undefined ? ['unit', 'e2e'] : [part];

const tests = {
  unit: () =>
    run(pinnedNode, [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      ...args,
    ]),
  e2e: async () => {
    const { findBrowser } = await import('./browser.mjs');
    await run('playwright', ['test', '--config', 'e2e/playwright.config.ts', ...args], {
      env: { BILLREF_BROWSER: await findBrowser() },
    });
  },
};

if (parts.some((name) => !Object.hasOwn(tests, name))) {
  console.error(`billref: there are no '${part}' tests; there are ${Object.keys(tests).join(' and ')}`);
  process.exit(1);
}

await setup();
for (const name of parts) {
  try {
    await tests[name]();
  } catch (error) {
    console.error(error instanceof CommandFailed ? `billref: the ${name} tests failed` : `billref: ${error.message}`);
    process.exit(1);
  }
}
