import { ANSWERS, answerWith } from './billing-answers.ts';
import { expect, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { pageWithSdk } from './site.ts';

interface Case {
  readonly status: string;
  readonly with?: object;
  readonly path?: string;
  readonly attributes?: string;
  readonly automated?: boolean;
  readonly platform?: 'down';
}

const ID = '1762745305.hvtgBc';

/** Each status there is, and a visit that ends so. `cached` finds an id of the vendor's script. */
const cases: Case[] = [
  { status: 'registered', path: '?from=2', with: { partner: '2', clickId: expect.any(String) as unknown } },
  { status: 'cached', with: { clickId: ID } },
  { status: 'no-referral' },
  { status: 'rejected', path: '?from=1', with: { reason: 'unknown-partner' } },
  { status: 'failed', path: '?from=2', platform: 'down', with: { reason: 'network' } },
  { status: 'automation', path: '?from=2', automated: true },
  { status: 'consent-needed', path: '?from=2', attributes: 'data-consent="required"' },
];

for (const { status, path = '', attributes, automated = false, platform, ...expected } of cases)
  test.describe(`ready settles with ${status}, and window hears of it`, () => {
    test.use({ automated });

    test(`by one event, billref:${status}, with the status as its detail`, async ({ page, site, backend, clicks }) => {
      await backend.addProgram(site.url);
      site.show(pageWithSdk(backend.url, '', attributes));
      await hasten(page);
      if (platform) await answerWith(page, ANSWERS[platform]);
      await page.addInitScript(
        ([statuses, id]) => {
          if (id) localStorage.setItem('bill_cntid', id);
          const heard: unknown[] = [];
          for (const name of statuses)
            addEventListener(`billref:${name}`, (event) => heard.push([event.type, (event as CustomEvent).detail]));
          Object.defineProperty(document, 'heard', { value: heard });
        },
        [cases.map((one) => one.status), status === 'cached' && ID] as const,
      );
      const ready = await visit(page, site.url + path);
      expect(ready).toEqual({ status, ...expected.with });
      expect(await page.evaluate(() => (document as { heard?: unknown }).heard)).toEqual([
        [`billref:${status}`, ready],
      ]);
      expect(clicks.length > 0).toBe(['registered', 'rejected', 'failed'].includes(status));
    });
  });

test('a listener that throws stops no other, nor the click', async ({ page, site, backend, pageErrors }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  await page.addInitScript(() => {
    addEventListener('billref:registered', () => {
      throw new Error('theirs');
    });
    addEventListener('billref:registered', () => {
      document.title = 'heard';
    });
  });
  expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
  await expect(page).toHaveTitle('heard');
  expect(pageErrors.map((error) => error.message)).toEqual(['theirs']);
  pageErrors.length = 0;
});

test.describe('pages driven by automation', () => {
  test.use({ automated: true });

  test('register nothing and store nothing', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'automation' });
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.evaluate(() => {
      history.pushState(null, '', '/?from=2&again');
    });
    await page.getByRole('link').click();
    await expect(page).toHaveURL(backend.url);
    expect(clicks).toEqual([]);
  });

  test('register clicks with automation: on', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, '', 'data-automation="on"'));
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    expect(clicks).toHaveLength(1);
  });
});

test.describe('a stub in the head queues what is called before the script arrives', () => {
  const stub = '<script src="/billref.stub.js"></script>';

  test('each function gets the SDK, in order; one that throws stops no other; later ones are called at once', async ({
    page,
    site,
    backend,
  }) => {
    await backend.addProgram(site.url);
    site.show(`${stub}<script>
      const told = [];
      billref.push((sdk) => sdk.ready.then(({ status }) => told.push(status)));
      billref.push(() => { throw new Error('theirs') });
      billref.push((sdk) => told.push(sdk === billref));
    </script>${pageWithSdk(backend.url)}`);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    const told: unknown = await page.evaluate('billref.push((sdk) => told.push(sdk === billref)), told');
    expect(told).toEqual([true, 'registered', true]);
  });

  test('a function that waits for ready is called without a referral too', async ({ page, site, backend }) => {
    site.show(`${stub}<script>
      billref.push((sdk) => sdk.ready.then(({ status }) => (document.title = status)));
    </script>${pageWithSdk(backend.url)}`);
    await page.goto(site.url);
    await expect(page).toHaveTitle('no-referral');
  });
});
