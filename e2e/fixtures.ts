import { type Page, test as base } from '@playwright/test';
import { newSchema } from '../packages/server/testing/schema.ts';
import { type Backend, startBackend } from './backend.ts';
import { type Site, startSite } from './site.ts';

interface Fixtures {
  /** Where the backend keeps its tables; SQLite unless a test says otherwise. */
  storeKind: 'SQLite' | 'PostgreSQL';
  /** Whether the browser admits that a program drives it; if not, it plays a visitor. */
  automated: boolean;
  backend: Backend;
  site: Site;
  /** The requests to `registerclick` that the visitor's tabs have sent. */
  clicks: URL[];
  /** What went wrong in any of the tabs: anything thrown, any rejection nobody handles. Stays empty, or the test fails. */
  pageErrors: Error[];
}

/** A test in a browser, with a website and a billing backend on different hosts, both real. */
export const test = base.extend<Fixtures>({
  storeKind: ['SQLite', { option: true }],
  automated: [false, { option: true }],
  context: async ({ context, automated }, use) => {
    if (!automated)
      await context.addInitScript(() => {
        Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false });
      });
    await use(context);
  },
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
  clicks: async ({ context }, use) => {
    const clicks: URL[] = [];
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.searchParams.get('func') === 'referralprogram.registerclick') clicks.push(url);
    });
    await use(clicks);
  },
  pageErrors: [
    async ({ context }, use) => {
      const errors: Error[] = [];
      context.on('weberror', (error) => errors.push(error.error()));
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

/** What the SDK says of the visit, once it is there. */
export const readyStatus = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => window.billref?.ready).then((ready) => ready.evaluate((status) => status));

/** Waits until a page has the SDK: a request of it can be heard of while Playwright still holds the page before. */
export const sdkThere = (page: Page): Promise<unknown> => page.waitForFunction(() => window.billref !== undefined);

/** Goes to a page of the site. Gives what the SDK says of the visit. */
export async function visit(page: Page, address: string): Promise<unknown> {
  await page.goto(address);
  return readyStatus(page);
}

/** The nonces of these requests, each once: attempts to register the same click have the same. */
export const nonces = (clicks: readonly URL[]): (string | null)[] => [
  ...new Set(clicks.map((click) => click.searchParams.get('nonce'))),
];

/** The click id that links of this page carry. */
export const heldId = (page: Page): Promise<string | undefined> => page.evaluate(() => window.billref?.clickId());
