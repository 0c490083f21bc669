import { pageModule, serverModule } from './bundle.ts';
import { expect } from './fixtures.ts';
import { behavesInApplications, behavesWhereServerRendered, settles, shown, test } from './frameworks.ts';

interface Server {
  readonly render: (visit: { billingUrl: string }) => string;
  readonly renderAlone: () => string;
}

for (const react of [19, 18] as const)
  test.describe(`React ${String(react)}`, () => {
    test.use({ framework: 'react', react });
    behavesInApplications();
    behavesWhereServerRendered();

    test('in strict mode a landing is one click, in one row, and no outcome but its own is shown', async ({
      page,
      site,
      backend,
      showApp,
      clicks,
    }) => {
      showApp({ strict: true });
      await page.goto(`${site.url}?from=2`);
      await settles(page, 'registered');
      expect(await shown(page)).toMatchObject({ partner: '2' });
      // Twice each, as strict mode has it: the first time, and when the status is known.
      expect(await page.evaluate(() => window.page.renders)).toBe(4);
      expect(clicks).toHaveLength(1);
      expect(await backend.store.selectFrom('referralprogram_click').selectAll().execute()).toHaveLength(1);
    });

    for (const strict of [false, true])
      test(`consent that is refused before the provider has begun holds${strict ? ', in strict mode too' : ''}`, async ({
        page,
        site,
        showApp,
        clicks,
      }) => {
        showApp({ strict, atOnce: 'consent before the provider' });
        await page.goto(`${site.url}?from=2`);
        await settles(page, 'consent-needed');
        expect(await page.evaluate(() => window.page.said)).toBe('consent-needed');
        expect(clicks).toEqual([]);
        expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
      });

    test('on a server it renders addresses as they are, and says when the provider is missing', async () => {
      const server = (await serverModule('react-server', react)) as Server;
      const html = server.render({ billingUrl: 'https://bill.example.com/billmgr' });
      expect(html).toContain('<output>{}</output>');
      expect(html).toContain('<a href="https://bill.example.com/billmgr">Decorated</a>');
      expect(() => server.renderAlone()).toThrow('inside <BillrefProvider>');
    });
  });

test('an application that imports the main entry as well has one copy of it', async () => {
  const module = await pageModule('both-entries');
  expect(module.match(/referralprogram\.registerclick/g)).toHaveLength(1);
});
