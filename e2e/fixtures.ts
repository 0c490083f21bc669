import { type Page, test as base } from '@playwright/test';
import { newSchema } from '../packages/server/testing/schema.ts';
import { type Backend, startBackend } from './backend.ts';
import { type Site, startSite } from './site.ts';

interface Fixtures {
  /** Where the backend keeps its tables; SQLite unless a test says otherwise. */
  storeKind: 'SQLite' | 'PostgreSQL';
  backend: Backend;
  site: Site;
  /** The requests to `registerclick` that the page has sent. */
  clicks: URL[];
  /** What went wrong in the page: anything thrown, any rejection nobody handles. Stays empty, or the test fails. */
  pageErrors: Error[];
}

/** A test in a browser, with a website and a billing backend on different hosts, both real. */
export const test = base.extend<Fixtures>({
  storeKind: ['SQLite', { option: true }],
  backend: async ({ storeKind }, use) => {
    const schema = storeKind === 'PostgreSQL' ? await newSchema() : undefined;
    const backend = await startBackend(schema?.url);
    await use(backend);
    await backend.close();
    await schema?.drop();
  },
  site: async ({ page: _page }, use) => {
    const site = await startSite();
    await use(site);
    await site.close();
  },
  clicks: async ({ page }, use) => {
    const clicks: URL[] = [];
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.searchParams.get('func') === 'referralprogram.registerclick') clicks.push(url);
    });
    await use(clicks);
  },
  pageErrors: [
    async ({ page }, use) => {
      const errors: Error[] = [];
      page.on('pageerror', (error) => errors.push(error));
      await use(errors);
      base.expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';

/** Describes a behaviour on a SQLite file and on PostgreSQL. */
export function onEachStore(behaviour: () => void): void {
  for (const storeKind of ['SQLite', 'PostgreSQL'] as const)
    test.describe(`on ${storeKind}`, () => {
      test.use({ storeKind });
      behaviour();
    });
}

/** What the SDK says of the visit. */
export const readyStatus = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => window.billref).then((billref) => billref.evaluate((sdk) => sdk?.ready));
