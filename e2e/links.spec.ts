import type { Page } from '@playwright/test';
import { navigationAbsent } from './impaired.ts';
import { expect, inShadow, test } from './referred.ts';

/** What a link may have in its address, and what must still be there afterwards. */
const QUERY = '?a=%20~&flag&redirect=x%3Dy';

/** A link, and what the visitor does with it. */
type Row = readonly [name: string, html: (href: string) => string, use?: (page: Page) => Promise<unknown>];

/** Fills the width of the page, so that its middle can be hit where no locator reaches. */
const link = (href: string, attributes = ''): string =>
  `<a style="display: block" href="${href.replaceAll('&', '&amp;')}" ${attributes}>Billing <b>inside</b></a>`;
const inSvg = (attribute: string): string =>
  `<svg width="99" height="40"><a ${attribute}><text y="20">Billing</text></a></svg>`;
const area = (href: string): string =>
  `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'/>" usemap="#map" width="40" height="40"><map name="map"><area shape="rect" coords="0,0,40,40" href="${href}"></map>`;
const inFrame = (html: string): string =>
  `<iframe srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;

type Click = Parameters<ReturnType<Page['locator']>['click']>[0];
const click =
  (options?: Click) =>
  (page: Page): Promise<unknown> =>
    page.getByText('Billing').click(options);
const clickHost =
  (options?: Click) =>
  (page: Page): Promise<unknown> =>
    page.locator('#host').click(options);
const clickInFrame =
  (options?: Click) =>
  (page: Page): Promise<unknown> =>
    page.frameLocator('iframe').getByText('Billing').click(options);

test.describe('a link carries the click id', () => {
  const rows: Row[] = [
    ['by a click', link],
    ['by a click on what is inside', link, (page) => page.getByText('inside').click()],
    ['that opens a tab', (href) => link(href, 'target="_blank"')],
    ['that opens a tab and keeps its opener', (href) => link(href, 'target="_blank" rel="opener"')],
    ['by a middle click', link, click({ button: 'middle' })],
    ['by a click with Ctrl', link, click({ modifiers: ['Control'] })],
    ['by a click with Shift', link, click({ modifiers: ['Shift'] })],
    ['by the Enter key', link, (page) => page.getByRole('link').press('Enter')],
    ['by a click of a script', link, (page) => page.evaluate(() => document.querySelector('a')?.click())],
    ['that is an area of a picture', area, (page) => page.locator('img').click()],
    ['in SVG', (href) => inSvg(`href="${href.replaceAll('&', '&amp;')}"`)],
    ['in SVG by xlink:href', (href) => inSvg(`xlink:href="${href.replaceAll('&', '&amp;')}"`)],
    ['in an open shadow root', (href) => inShadow('open', link(href))],
    ['in an open shadow root, for a new tab', (href) => inShadow('open', link(href, 'target="_blank"'))],
    ['in an open shadow root, by a middle click', (href) => inShadow('open', link(href)), click({ button: 'middle' })],
    ['in 20 shadow roots, one in another', (href) => inShadow('open', link(href), 20)],
    ['in a closed shadow root', (href) => inShadow('closed', link(href)), clickHost()],
    ['in 20 closed shadow roots, one in another', (href) => inShadow('closed', link(href), 20), clickHost()],
    ['for the whole tab in a srcdoc frame', (href) => inFrame(link(href, 'target="_top"')), clickInFrame()],
  ];
  for (const [name, html, use = click()] of rows)
    test(name, async ({ page, backend, referred }) => {
      const id = await referred.land(html(backend.url + QUERY));
      expect(await referred.arrival(() => use(page))).toMatchObject({
        url: `${backend.url}${QUERY}&cntid=${id}`,
        kept: { sesid: id },
      });
    });

  test('for the whole tab in a frame of the same origin', async ({ page, site, backend, referred }) => {
    site.show(link(backend.url, 'target="_top"'), { path: '/frame' });
    const id = await referred.land('<iframe src="/frame"></iframe>');
    const { url, kept } = await referred.arrival(() => clickInFrame()(page));
    expect(url).toBe(`${backend.url}?cntid=${id}`);
    expect(kept?.sesid).toBe(id);
  });

  test('that was not there when the script ran, added and clicked at once', async ({ page, backend, referred }) => {
    const id = await referred.land('');
    // As a menu that opens under the pointer.
    await page.evaluate((html) => {
      addEventListener('pointermove', () => (document.body.innerHTML = html), { once: true });
    }, link(backend.url));
    expect(await page.getByRole('link').count()).toBe(0);
    const { url } = await referred.arrival(() => page.mouse.click(20, 15));
    expect(url).toBe(`${backend.url}?cntid=${id}`);
  });
});

test('what the context menu copies is the address with the click id', async ({ page, backend, referred }) => {
  const id = await referred.land(link(`${backend.url}?a=%20~#part`));
  await page.getByText('Billing').click({ button: 'right' });
  await expect(page.getByRole('link')).toHaveAttribute('href', `${backend.url}?a=%20~&cntid=${id}#part`);
});

test('what is dragged away is the address with the click id', async ({ page, backend, referred }) => {
  const id = await referred.land(`${link(backend.url)}<textarea style="width: 300px; height: 100px"></textarea>`);
  await page.evaluate(() => {
    document.addEventListener('dragstart', (event) => {
      document.title = event.dataTransfer?.getData('text/uri-list') ?? '';
    });
  });
  await page.getByText('Billing').dragTo(page.getByRole('textbox'));
  await expect(page).toHaveTitle(`${backend.url}?cntid=${id}`);
});

/** A framework that writes a link anew when it hears of an event, and may keep the event from the window. */
const rewriteOn = (page: Page, type: string, stops = false): Promise<void> =>
  page.getByText('Billing').evaluate(
    (element, [event, isStopped]) => {
      element.addEventListener(event, (heard) => {
        element.setAttribute('href', `${element.getAttribute('href')?.split('?')[0] ?? ''}?again`);
        if (isStopped) heard.stopPropagation();
      });
    },
    [type, stops] as const,
  );

test.describe('a framework that rewrites href after it was decorated loses nothing', () => {
  for (const [browser, impair] of [
    ['', () => undefined],
    [', without the Navigation API', navigationAbsent],
  ] as const)
    for (const [name, attributes, type] of [
      ['between press and click', '', 'pointerup'],
      ['between press and click, for a new tab', 'target="_blank"', 'pointerup'],
      ['in its own click handler', '', 'click'],
      ['in its own click handler, for a new tab', 'target="_blank"', 'click'],
    ] as const)
      test(`${name}${browser}`, async ({ page, backend, referred }) => {
        await page.addInitScript(impair);
        const id = await referred.land(link(backend.url, attributes));
        await rewriteOn(page, type);
        const { url } = await referred.arrival(() => click()(page));
        expect(url).toBe(`${backend.url}?again&cntid=${id}`);
      });

  test('in its own click handler, which keeps the event to itself', async ({ page, backend, referred }) => {
    const id = await referred.land(link(backend.url));
    await rewriteOn(page, 'click', true);
    expect((await referred.arrival(() => click()(page))).url).toBe(`${backend.url}?again&cntid=${id}`);
  });
});

test.describe('limitation: no click id is carried by a link rewritten in a click handler that keeps the event to itself', () => {
  for (const [name, attributes, impair] of [
    ['for a new tab', 'target="_blank"', () => undefined],
    ['without the Navigation API', '', navigationAbsent],
  ] as const)
    test(name, async ({ page, backend, referred }) => {
      await page.addInitScript(impair);
      await referred.land(link(backend.url, attributes));
      await rewriteOn(page, 'click', true);
      expect((await referred.arrival(() => click()(page))).url).toBe(`${backend.url}?again`);
    });
});

test('a link that the page keeps from leading anywhere leads nowhere', async ({ page, backend, referred }) => {
  const id = await referred.land(`${link(`${backend.url}?stay`)}<p><a href="${backend.url}">Next</a></p>`);
  await page.evaluate(() => {
    document.querySelector('a')?.addEventListener('click', (event) => {
      event.preventDefault();
    });
  });
  await click()(page);
  const { url } = await referred.arrival(() => page.getByText('Next').click());
  expect(url).toBe(`${backend.url}?cntid=${id}`);
});

test('the page’s handlers of a click find the link decorated, and the event as it was', async ({
  page,
  backend,
  referred,
}) => {
  const id = await referred.land(link(backend.url));
  await page.evaluate(() => {
    window.addEventListener(
      'click',
      (event) => {
        const href = document.querySelector('a')?.href;
        document.title = JSON.stringify([href, event.defaultPrevented]);
        event.preventDefault();
      },
      true,
    );
  });
  await click()(page);
  await expect(page).toHaveTitle(JSON.stringify([`${backend.url}?cntid=${id}`, false]));
});

test.describe('untouched stay', () => {
  for (const [name, html] of [
    ['a download', (href: string) => `<a href="${href}" download="">Billing</a>`],
    ['an address of mail', (href: string) => `<a href="mailto:sales@example.com?body=${href}">Billing</a>`],
    ['a script', (href: string) => `<a href="javascript:'${href}',void 0">Billing</a>`],
    ['a fragment', () => '<a href="#billing">Billing</a>'],
    ['an anchor that leads nowhere', (href: string) => `<a name="${href}">Billing</a>`],
  ] as const)
    test(name, async ({ page, backend, referred }) => {
      const source = html(backend.url);
      await referred.land(source);
      await page.getByText('Billing').click({ button: 'right' });
      expect((await page.locator('body').innerHTML()).trim()).toBe(source);
    });

  for (const [name, html, use] of [
    ['a download', (a: string) => a, click()],
    ['a download in a closed shadow root', (a: string) => inShadow('closed', a), clickHost()],
  ] as const)
    test(`the address that ${name} asks for`, async ({ page, backend, referred }) => {
      await referred.land(html(`<a style="display: block" href="${backend.url}?func=file" download>Billing</a>`));
      const { url } = await referred.arrival(() => use(page));
      expect(url).toBe(`${backend.url}?func=file`);
    });

  test('a sponsor’s ping', async ({ page, site, backend, referred }) => {
    const id = await referred.land(`<a href="${backend.url}" ping="${site.url}ping ${backend.url}?ping">Billing</a>`);
    const pings: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'ping') pings.push(request.url());
    });
    const { url } = await referred.arrival(() => click()(page));
    expect(url).toBe(`${backend.url}?cntid=${id}`);
    await expect.poll(() => pings).toEqual([`${site.url}ping`, `${backend.url}?ping`]);
  });
});

test.describe('limitation: no click id is carried by', () => {
  const rows: Row[] = [
    [
      'a link in a closed shadow root that opens a tab',
      (href) => inShadow('closed', link(href, 'target="_blank"')),
      clickHost(),
    ],
    [
      'a middle click in a closed shadow root',
      (href) => inShadow('closed', link(href)),
      clickHost({ button: 'middle' }),
    ],
    ['a link in a frame that opens a tab', (href) => inFrame(link(href, 'target="_blank"')), clickInFrame()],
    ['a middle click in a frame', (href) => inFrame(link(href)), clickInFrame({ button: 'middle' })],
  ];
  for (const [name, html, use = click()] of rows)
    test(name, async ({ page, backend, referred }) => {
      await referred.land(html(backend.url));
      expect(await referred.arrival(() => use(page))).toMatchObject({ url: backend.url, kept: undefined });
    });

  test('a frame that shows billing', async ({ page, backend, referred }) => {
    await referred.land('');
    const { url } = await referred.arrival(() =>
      page.evaluate((src) => {
        document.body.appendChild(document.createElement('iframe')).src = src;
      }, backend.url),
    );
    expect(url).toBe(backend.url);
  });
});
