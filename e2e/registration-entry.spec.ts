import type { Page } from '@playwright/test';
import { expect, readyStatus, test } from './fixtures.ts';
import { inShadow } from './referred.ts';
import { pageWithSdk } from './site.ts';

const FIELDS = '<input name="email" value="visitor@example.com"><button>Sign up</button>';

/** A site with a registration form of its own, which its server or script passes on to `register`. */
const pageWithForm = (billing: string, form: string, more = ''): string =>
  pageWithSdk(
    billing,
    `${form}
    <script type="module">
      import * as registration from '/registration.js';
      window.registration = registration;
      window.billref.ready.then(() => { window.end = registration.fillRegistrationForms(window.billref); });
      ${more}
    </script>`,
  ).replace('async', '');

/** What the site is sent by the form. */
async function sent(page: Page, pressed = 'button'): Promise<Record<string, string>> {
  await page.waitForFunction(() => 'end' in window);
  const request = page.waitForRequest((one) => one.url().includes('/signup'));
  await page.locator(pressed).click();
  const body = (await request).postData() ?? new URL((await request).url()).search;
  await page.waitForURL(/signup/);
  return Object.fromEntries(new URLSearchParams(body));
}

const MARKED = `<form method="post" action="/signup" data-billref-registration>${FIELDS}</form>`;

test.describe('a form marked for registration is sent with sesid, partner and tzoffset (seed 002)', () => {
  test.use({ timezoneId: 'Asia/Kolkata' });

  for (const method of ['post', 'get'])
    test(`by ${method}, and nothing is written in the page`, async ({ page, site, backend }) => {
      await backend.addProgram(site.url);
      site.show(pageWithForm(backend.url, MARKED.replace('post', method)));
      await page.goto(`${site.url}?from=2`);
      const { clickId } = (await readyStatus(page)) as { clickId: string };
      const before = await page.locator('form').evaluate((form) => form.outerHTML);
      await page.evaluate(() => new FormData(document.querySelector('form') ?? undefined));
      expect(await page.locator('form').evaluate((form) => form.outerHTML)).toBe(before);
      expect(await sent(page)).toEqual({
        email: 'visitor@example.com',
        sesid: clickId,
        partner: '2',
        tzoffset: '330,0',
      });
    });

  test('without a referral: the time zone alone', async ({ page, site, backend }) => {
    site.show(pageWithForm(backend.url, MARKED));
    await page.goto(site.url);
    expect(await sent(page)).toEqual({ email: 'visitor@example.com', tzoffset: '330,0' });
  });

  test('what the page itself sets stays, be it a field or a listener of its own', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    const own = MARKED.replace('<input', '<input type="hidden" name="partner" value=""><input');
    const listener = `document.querySelector('form').addEventListener('formdata', ({ formData }) => {
      formData.append('sesid', 'theirs');
    });`;
    site.show(pageWithForm(backend.url, own, listener));
    await page.goto(`${site.url}?from=2`);
    await page.waitForFunction(() => 'end' in window);
    const request = page.waitForRequest((one) => one.url().includes('/signup'));
    await page.getByRole('button').click();
    const body = [...new URLSearchParams((await request).postData() ?? '')];
    expect(body).toEqual([
      ['partner', ''],
      ['email', 'visitor@example.com'],
      ['sesid', 'theirs'],
      ['tzoffset', '330,0'],
    ]);
  });

  test('a form that is not marked is sent as it is, and so is every form once it is ended', async ({
    page,
    site,
    backend,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithForm(backend.url, MARKED.replace('data-billref-registration', '')));
    await page.goto(`${site.url}?from=2`);
    expect(await sent(page)).toEqual({ email: 'visitor@example.com' });

    site.show(pageWithForm(backend.url, MARKED));
    await page.goto(site.url);
    await page.waitForFunction(() => 'end' in window);
    await page.evaluate(() => {
      (window as unknown as { end: () => void }).end();
    });
    expect(await sent(page)).toEqual({ email: 'visitor@example.com' });
  });
});

for (const mode of ['open', 'closed'] as const)
  test(`limitation: a form in a shadow root (${mode}) is sent as it is`, async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    const form = MARKED.replace('<input', '<input type="hidden"').replace('<button', '<button style="width: 100%"');
    site.show(pageWithForm(backend.url, inShadow(mode, form)));
    await page.goto(`${site.url}?from=2`);
    expect(await sent(page, '#host')).toEqual({ email: 'visitor@example.com' });
  });

test('a site’s script that calls register itself: the client is the partner’s, by the click', async ({
  page,
  site,
  backend,
}) => {
  const program = await backend.addProgram(site.url);
  site.show(pageWithForm(backend.url, MARKED));
  await page.goto(`${site.url}?from=2`);
  const { clickId: sesid } = (await readyStatus(page)) as { clickId: string };
  const answer = await page.evaluate(async (billing) => {
    const { registrationParameters } = (
      window as unknown as { registration: typeof import('../packages/sdk/src/registration.ts') }
    ).registration;
    const { billref } = window;
    const fields = { func: 'register', sok: 'ok', out: 'json', email: 'visitor@example.com', passwd: 'a password' };
    const body = new URLSearchParams({ ...fields, ...(billref && registrationParameters(billref)) });
    return (await fetch(billing, { method: 'POST', body })).json() as Promise<unknown>;
  }, backend.url);
  expect(answer).toHaveProperty('doc.ok');
  expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([
    expect.objectContaining({ referral_account: 3, referer_account: 2, referralprogram: program, sesid }),
  ]);
});

test('with billing down the partner alone comes along, and is enough', async ({ page, site, backend }) => {
  await backend.stop();
  site.show(pageWithForm(backend.url, MARKED, 'window.end = registration.fillRegistrationForms(window.billref);'));
  await page.goto(`${site.url}?from=2`);
  const fields = await sent(page);
  expect(fields).toMatchObject({ partner: '2' });
  expect(fields).not.toHaveProperty('sesid');
});

test.describe('the time zone is minutes east of GMT, and whether the clocks changed there in 2010', () => {
  const zones = {
    UTC: /^0,0$/,
    'Asia/Kathmandu': /^345,0$/,
    'America/Phoenix': /^-420,0$/,
    'Europe/Berlin': /^(60|120),1$/,
    // No summer time since 2019, but in the year the seed looks at.
    'America/Sao_Paulo': /^-180,1$/,
  };
  for (const [timezoneId, tzoffset] of Object.entries(zones))
    test.describe(timezoneId, () => {
      test.use({ timezoneId });
      test(String(tzoffset), async ({ page, site, backend }) => {
        site.show(pageWithForm(backend.url, MARKED));
        await page.goto(site.url);
        expect((await sent(page)).tzoffset).toMatch(tzoffset);
      });
    });
});
