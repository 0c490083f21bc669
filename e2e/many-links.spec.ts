import { expect, heldId, test, visit } from './fixtures.ts';
import { pageWithSdk } from './site.ts';

// A trace would hold the whole page for each step.
test.use({ trace: 'off' });

test('50,000 links: none is written before it is used, and the last one carries the click', async ({
  page,
  site,
  backend,
  clicks,
}) => {
  await backend.addProgram(site.url);
  // Hidden: laying them out would take longer than all the rest.
  const links = `<div hidden>${`<a href="${backend.url}">Billing</a>`.repeat(50_000)}</div>`;
  site.show(pageWithSdk(backend.url, links));
  expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
  const clickId = (await heldId(page)) ?? '';
  const changed = await page.evaluate(
    (href) => [...document.links].filter((link) => link.getAttribute('href') !== href).length,
    backend.url,
  );
  expect(changed).toBe(0);
  await page.evaluate(() => {
    document.links[document.links.length - 1]?.click();
  });
  await expect(page).toHaveURL(`${backend.url}?cntid=${clickId}`);
  expect(clicks).toHaveLength(1);
});
