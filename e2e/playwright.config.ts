import { existsSync } from 'node:fs';
import { defineConfig, firefox, webkit } from '@playwright/test';

/** Found by `npm test`, which says what to install if there is none. */
const executablePath = process.env.BILLREF_BROWSER ?? '';

/** Playwright's own builds of the other engines, where they are installed. */
const others = [firefox, webkit].filter((engine) => existsSync(engine.executablePath())).map((engine) => engine.name());

export default defineConfig({
  testDir: '.',
  globalSetup: './postgres.ts',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  // Traces cost a good part of the time, and CI keeps none.
  use: { trace: process.env.CI === undefined ? 'retain-on-failure' : 'off' },
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        launchOptions: {
          executablePath,
          args: [
            // The sandbox does not start as root.
            ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--disable-quic',
            '--disable-gpu',
            '--disable-extensions',
            '--no-first-run',
            // Hosts that, unlike localhost, are no secure context on http.
            '--host-resolver-rules=MAP *.test localhost',
          ],
        },
      },
    },
    ...others.map((name) => ({ name, use: { browserName: name as 'firefox' | 'webkit' } })),
  ],
});
