import type { Locator, Page } from '@playwright/test';
import { htmlWith, pageModule, serverModule } from './bundle.ts';
import { expect, test as base } from './fixtures.ts';
// For what it declares of the page.
import type {} from './pages/visit.ts';

interface Rendering {
  readonly render: (visit: Window['visit']) => string | Promise<string>;
}

interface Fixtures {
  /** Shows a page that the browser renders. */
  showApp: (visit?: Partial<Window['visit']>) => void;
  /** Shows a page that the server has rendered and the browser takes over; its last part when the test says so. */
  showServed: (visit?: Partial<Window['visit']>) => Promise<void>;
  /** What the console said that is no mere information. Stays empty, or the test fails: a hydration mismatch is there. */
  complaints: string[];
}

interface Framework {
  framework: 'react' | 'vue';
  react: 18 | 19;
}

/** A test of a page made with a framework, whose program has partner 2. */
export const test = base.extend<Fixtures & Framework>({
  framework: ['react', { option: true }],
  react: [19, { option: true }],
  showApp: async ({ site, backend, framework, react }, use) => {
    await backend.addProgram(site.url);
    const module = await pageModule(`${framework}-browser`, react);
    await use((visit) => {
      site.show(htmlWith(module, { billingUrl: backend.url, ...visit }));
    });
  },
  showServed: async ({ site, backend, framework, react }, use) => {
    await backend.addProgram(site.url);
    const module = await pageModule(`${framework}-browser`, react);
    const server = (await serverModule(`${framework}-server`, react)) as Rendering;
    await use(async (more) => {
      const visit = { billingUrl: backend.url, ...more };
      site.show(htmlWith(module, visit, await server.render(visit)));
    });
  },
  complaints: [
    // Named so that they stop after it: a page that is still on its way to billing is right to complain of that.
    async ({ page, site: _, backend: __ }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['warning', 'error', 'assert'].includes(message.type())) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** A component on the page, by its name. */
const part = (page: Page, name: string): Locator => page.getByRole('region', { name });

/** What a component shows of the referral. */
export const shown = async (page: Page, name = 'first'): Promise<Record<string, unknown>> =>
  JSON.parse(await part(page, name).getByRole('status').innerText()) as Record<string, unknown>;

/** Waits until a component shows a status. */
export const settles = async (page: Page, status: string, name = 'first'): Promise<void> => {
  await expect(part(page, name).getByRole('status')).toContainText(`"status":"${status}"`);
};

/** Where a use of the page asks billing for a page. */
export async function destination(page: Page, use: () => Promise<unknown>): Promise<URL> {
  const asked = page.waitForRequest((request) => request.isNavigationRequest() && request.url().includes('/billmgr'));
  await use();
  return new URL((await asked).url());
}

/** What every framework's entry promises. */
export function behavesInApplications(): void {
  test('a landing is registered, and a component renders once more to show it', async ({
    page,
    site,
    backend,
    showApp,
    clicks,
  }) => {
    showApp();
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    const { status, clickId, partner } = await shown(page);
    expect(status).toEqual({ status: 'registered', clickId, partner: '2' });
    expect(partner).toBe('2');
    await expect(page.getByRole('link', { name: 'Decorated' })).toHaveAttribute(
      'href',
      `${backend.url}?cntid=${String(clickId)}`,
    );
    await expect(page.getByRole('link', { name: 'Plain' })).toHaveAttribute('href', backend.url);
    expect(await page.evaluate(() => window.page.renders)).toBe(2);
    expect(clicks).toHaveLength(1);
  });

  test('a visitor without a referral is shown nothing, and nothing is sent', async ({
    page,
    site,
    showApp,
    clicks,
  }) => {
    showApp();
    await page.goto(site.url);
    await settles(page, 'no-referral');
    expect(await shown(page)).toEqual({ status: { status: 'no-referral' } });
    expect(clicks).toEqual([]);
  });

  test('go leads to billing with the click', async ({ page, site, showApp }) => {
    showApp();
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    const { clickId } = await shown(page);
    const url = await destination(page, () =>
      page.evaluate(() => {
        window.page.go();
      }),
    );
    expect(url.searchParams.get('cntid')).toBe(clickId);
  });

  test('a component that goes to billing as soon as it is there does so with the click', async ({
    page,
    site,
    showApp,
  }) => {
    showApp();
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    const { clickId } = await shown(page);
    showApp({ atOnce: 'go' });
    const url = await destination(page, () => page.goto(`${site.url}order`, { waitUntil: 'commit' }));
    expect(url.searchParams.get('cntid')).toBe(clickId);
  });

  test('consent that is refused as soon as a component is there holds: nothing is sent', async ({
    page,
    site,
    showApp,
    clicks,
  }) => {
    showApp({ atOnce: 'consent' });
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'consent-needed');
    expect(clicks).toEqual([]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  test('consent that is refused holds when the application is mounted anew', async ({
    page,
    site,
    showApp,
    clicks,
  }) => {
    showApp();
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    await page.evaluate(() => window.page.consent(false));
    await page.evaluate(() => {
      window.page.unmount();
      window.page.mount();
    });
    await settles(page, 'consent-needed');
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect(clicks).toHaveLength(1);
  });

  test('components follow consent, taken back and given again', async ({ page, site, showApp }) => {
    showApp();
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    await page.evaluate(() => window.page.consent(false));
    await settles(page, 'consent-needed');
    expect(await shown(page)).toEqual({ status: { status: 'consent-needed' } });
    await page.evaluate(() => window.page.consent(true));
    await settles(page, 'registered');
    expect(await shown(page)).toMatchObject({ partner: '2' });
  });

  test('components follow a partner’s link within the application', async ({ page, site, showApp, clicks }) => {
    showApp();
    await page.goto(site.url);
    await settles(page, 'no-referral');
    await page.evaluate(() => {
      history.pushState(null, '', '/prices?from=2');
    });
    await settles(page, 'registered');
    expect(await shown(page)).toMatchObject({ partner: '2' });
    expect(clicks).toHaveLength(1);
  });

  test('unmounted, nothing of it is left: links and functions of the page are as they were', async ({
    page,
    site,
    backend,
    showApp,
  }) => {
    showApp({ strict: true });
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    const href = await page.evaluate((billing) => {
      window.page.unmount();
      const link = document.body.appendChild(document.createElement('a'));
      link.href = billing;
      link.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }));
      return link.href;
    }, backend.url);
    expect(href).toBe(backend.url);
    expect(await page.evaluate(() => String(open))).toContain('[native code]');
  });

  test('mounted anew, as by hot reload: one click, and links carry it', async ({
    page,
    site,
    backend,
    showApp,
    clicks,
  }) => {
    showApp();
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    const { clickId } = await shown(page);
    await page.evaluate(() => {
      window.page.unmount();
      window.page.mount();
    });
    await settles(page, 'cached');
    const url = await destination(page, () => page.getByRole('link', { name: 'Plain' }).click());
    expect(url.href).toBe(`${backend.url}?cntid=${String(clickId)}`);
    expect(clicks).toHaveLength(1);
  });

  test('mounted anew while the click is under way: one row', async ({ page, site, backend, showApp }) => {
    showApp();
    let first = true;
    await page.route(/registerclick/, async (route) => {
      if (first) {
        await page.waitForFunction(() => 'page' in window);
        await page.evaluate(() => {
          window.page.unmount();
          window.page.mount();
        });
      }
      first = false;
      await route.continue();
    });
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    const rows = await backend.store.selectFrom('referralprogram_click').selectAll().execute();
    expect(rows).toHaveLength(1);
  });
}

/** What every framework's entry promises where a server has rendered the page. */
export function behavesWhereServerRendered(): void {
  test('no hydration mismatch, and links that the server rendered carry the click', async ({
    page,
    site,
    backend,
    showServed,
    clicks,
  }) => {
    await showServed();
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    const { clickId } = await shown(page);
    const link = part(page, 'first').getByRole('link', { name: 'Plain' });
    const url = await destination(page, () => link.click());
    expect(url.href).toBe(`${backend.url}?cntid=${String(clickId)}`);
    expect(clicks).toHaveLength(1);
  });

  test('no hydration mismatch for a visitor who comes back, in a part that is taken over late', async ({
    page,
    site,
    backend,
    showServed,
  }) => {
    await showServed();
    await page.goto(`${site.url}?from=2`);
    await settles(page, 'registered');
    const { clickId } = await shown(page);
    const decorated = `${backend.url}?cntid=${String(clickId)}`;

    await page.goto(`${site.url}prices`);
    await settles(page, 'cached');
    const late = part(page, 'late').getByRole('link', { name: 'Decorated' });
    await expect(part(page, 'first').getByRole('link', { name: 'Decorated' })).toHaveAttribute('href', decorated);
    await expect(late).toHaveAttribute('href', backend.url);
    // Before its component is there, its links are seen to.
    await part(page, 'late').getByRole('link', { name: 'Plain' }).hover();
    await page.evaluate(() => {
      window.page.hydrateLate();
    });
    await settles(page, 'cached', 'late');
    expect(await shown(page, 'late')).toMatchObject({ clickId, partner: '2' });
    await expect(late).toHaveAttribute('href', decorated);
  });
}
