import type { Page } from '@playwright/test';
import { expect, test, visit } from './fixtures.ts';
import { pageWithSdk } from './site.ts';

/** What the page's console is told. */
function linesOf(page: Page): unknown[][] {
  const lines: unknown[][] = [];
  page.on('console', (message) => {
    const line: unknown[] = [];
    lines.push(line);
    message.args().forEach((argument, i) => void argument.jsonValue().then((value: unknown) => (line[i] = value)));
  });
  return lines;
}

test('billref.debug.js says on the console what it registers, what it keeps, and what became of it', async ({
  page,
  site,
  backend,
  clicks,
}) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url).replace('min.js', 'debug.js'));
  const lines = linesOf(page);
  const status = await visit(page, `${site.url}?from=2`);
  expect(status).toMatchObject({ status: 'registered' });
  const waiting: unknown = expect.objectContaining({ f: '2', p: `${site.url}?from=2` });
  await expect
    .poll(() => lines)
    .toEqual([
      ['billref:', 'options', expect.objectContaining({ billingUrl: backend.url })],
      ['billref:', 'keeps', [waiting]],
      ['billref:', 'registering', waiting],
      ['billref:', 'keeps', [expect.objectContaining({ id: (status as { clickId: string }).clickId })]],
      ['billref:', status],
    ]);
  expect(clicks).toHaveLength(1);
});

test('billref.debug.js says of each address why it carries the click, or why not', async ({ page, site, backend }) => {
  await backend.addProgram(site.url);
  const links = `<a id="other" href="https://other.example/" target="_blank">other</a>
    <a id="theirs" href="${backend.url}?cntid=1.theirs" target="_blank">theirs</a>
    <a id="page" href="${site.url}about">about</a>
    <a id="ours" href="${backend.url}">ours</a>`;
  site.show(pageWithSdk(backend.url, links).replace('min.js', 'debug.js'));
  const lines = linesOf(page);
  const said = () => lines.map(([, words]) => words).filter((words) => typeof words === 'string');
  await visit(page, `${site.url}about`);
  expect(said()).toContain(`${site.url}about: no landing, for it is without a partner`);
  const { clickId } = (await visit(page, `${site.url}?from=2`)) as { clickId: string };
  await page.evaluate(() => {
    for (const link of document.querySelectorAll('a[id]'))
      link.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
  });
  await expect
    .poll(said)
    .toEqual(
      expect.arrayContaining([
        'https://other.example/: left as it is, for it is not billing’s',
        `${backend.url}?cntid=1.theirs: left as it is, for it has a cntid already`,
        `${backend.url}: leads to billing, gets cntid=${clickId}`,
      ]),
    );
  const told = page.waitForEvent('console', (message) => message.text().includes('begun again, with the click'));
  await page.evaluate((url) => {
    location.href = url;
  }, backend.url);
  expect((await told).text()).toContain(`navigation to ${backend.url}: `);
});

test('billref.min.js says nothing, be the click registered, refused or none', async ({ page, site, backend }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  const lines = linesOf(page);
  for (const [path, status] of [
    ['?from=2', 'registered'],
    ['?from=1', 'rejected'],
    ['', 'cached'],
  ] as const)
    expect(await visit(page, site.url + path)).toMatchObject({ status });
  expect(lines).toEqual([]);
});
