import type { Page } from '@playwright/test';
import { ANSWERS, answerAgain, answerWith } from './billing-answers.ts';
import { expect, heldId, readyStatus, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { pageWithSdk } from './site.ts';

const DAY = 86_400_000;
const later = (page: Page, days: number): Promise<void> => page.clock.setFixedTime(Date.now() + days * DAY);

for (const [attribution, wins] of [
  ['first', 0],
  ['last', 1],
] as const)
  test(`attribution: ${attribution}: of two partners’ clicks both are registered, and the ${attribution} is held`, async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url, [1, 2]);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`, `data-attribution="${attribution}"`));
    await visit(page, `${site.url}?from=2`);
    const second = await visit(page, `${site.url}?from=1`);
    const rows = await backend.clicks();
    expect(rows.map((row) => row.referer_account)).toEqual([2, 1]);
    const clickId = rows[wins]?.sesid;
    expect(second).toEqual({ status: 'registered', partner: '1', clickId });
    expect(await page.evaluate(() => localStorage.getItem('bill_cntid'))).toBe(clickId);
    await page.reload();
    expect(await readyStatus(page)).toEqual({ status: 'cached', clickId });
    expect(clicks).toHaveLength(2);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?cntid=${clickId ?? ''}`);
  });

test('first is the default', async ({ page, site, backend }) => {
  await backend.addProgram(site.url, [1, 2]);
  site.show(pageWithSdk(backend.url));
  await visit(page, `${site.url}?from=2`);
  const clickId = await heldId(page);
  await visit(page, `${site.url}?from=1`);
  expect(await heldId(page)).toBe(clickId);
});

test('attribution: last: a partner whose link is used again is the last, and nothing is sent again', async ({
  page,
  site,
  backend,
  clicks,
}) => {
  await backend.addProgram(site.url, [1, 2]);
  site.show(pageWithSdk(backend.url, '', 'data-attribution="last"'));
  await visit(page, `${site.url}?from=2`);
  const clickId = await heldId(page);
  await visit(page, `${site.url}?from=1`);
  expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'cached', clickId });
  expect(clicks).toHaveLength(2);
});

test('attribution: first: a click that is registered late does not overtake the one before it', async ({
  page,
  site,
  backend,
}) => {
  await backend.addProgram(site.url, [1, 2]);
  site.show(pageWithSdk(backend.url));
  await hasten(page);
  await answerWith(page, ANSWERS.down);
  await visit(page, `${site.url}?from=2`);
  await answerAgain(page);
  await visit(page, `${site.url}?from=1`);
  const rows = await backend.clicks();
  const first = rows.find((row) => row.referer_account === 2);
  expect(rows).toHaveLength(2);
  expect(await heldId(page)).toBe(first?.sesid);
});

for (const attribution of ['first', 'last'])
  test(`attribution: ${attribution}: a click that never gets an answer does not stand in the way of one that does`, async ({
    page,
    site,
    backend,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`, `data-attribution="${attribution}"`));
    await hasten(page);
    await answerWith(page, (route) =>
      route.request().url().includes('999') ? ANSWERS.empty(route) : route.continue(),
    );
    expect(await visit(page, `${site.url}?from=999`)).toEqual({ status: 'failed', reason: 'http' });
    const status = await visit(page, `${site.url}?from=2`);
    const [click, ...more] = await backend.clicks();
    expect(more).toEqual([]);
    expect(click?.referer_account).toBe(2);
    expect(status).toMatchObject({ clickId: click?.sesid });
    if (attribution === 'first') expect(status).toMatchObject({ status: 'registered', partner: '2' });
    expect(await heldId(page)).toBe(click?.sesid);
    expect(await page.evaluate(() => window.billref?.partner())).toBe('2');
    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?cntid=${click?.sesid ?? ''}`);
  });

for (const attribution of ['first', 'last'])
  test(`attribution: ${attribution}: of several clicks that waited, ready tells of this page’s`, async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url, [1, 2]);
    site.show(pageWithSdk(backend.url, '', `data-attribution="${attribution}"`));
    await hasten(page);
    await answerWith(page, ANSWERS.down);
    await visit(page, `${site.url}?from=1`);
    await answerAgain(page);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered', partner: '2' });
    expect(await page.evaluate(() => window.billref?.partner())).toBe(attribution === 'last' ? '2' : '1');
    expect((await backend.clicks()).map((row) => row.referer_account).sort()).toEqual([1, 2]);
    expect(clicks).toHaveLength(5);
  });

test.describe('windowDays', () => {
  for (const [attributes, days] of [
    ['', 90],
    ['data-window-days="3"', 3],
  ] as const)
    test(`is an upper bound: ${attributes || 'by default'} a click counts for ${days} days`, async ({
      page,
      site,
      backend,
      clicks,
    }) => {
      await backend.addProgram(site.url);
      site.show(pageWithSdk(backend.url, '', attributes));
      await visit(page, `${site.url}?from=2`);
      const clickId = await heldId(page);
      await later(page, days - 0.1);
      expect(await visit(page, site.url)).toEqual({ status: 'cached', clickId });
      await later(page, days + 0.1);
      expect(await visit(page, site.url)).toEqual({ status: 'no-referral' });
      expect(await heldId(page)).toBeUndefined();
      expect(clicks).toHaveLength(1);
      expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
      expect(await heldId(page)).not.toBe(clickId);
      expect(clicks).toHaveLength(2);
    });

  test('ends the first partner’s claim', async ({ page, site, backend }) => {
    await backend.addProgram(site.url, [1, 2]);
    site.show(pageWithSdk(backend.url));
    await visit(page, `${site.url}?from=2`);
    await later(page, 60);
    await visit(page, `${site.url}?from=1`);
    const [first, second] = await backend.clicks();
    expect(await heldId(page)).toBe(first?.sesid);
    await later(page, 100);
    expect(await visit(page, site.url)).toEqual({ status: 'cached', clickId: second?.sesid });
  });
});
