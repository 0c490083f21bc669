import type { Page } from '@playwright/test';
import { navigationAbsent } from './impaired.ts';
import { expect, inShadow, test } from './referred.ts';

/** A form, and what the visitor or the page does with it. */
type Row = readonly [name: string, html: (action: string) => string, use?: (page: Page) => Promise<unknown>];

const FIELDS = '<input name="q" value="a b~"><input name="flag"><button>Order</button>';
const get = (action: string): string => `<form action="${action}">${FIELDS}</form>`;
const post = (action: string, attributes = ''): string =>
  `<form method="post" action="${action}" ${attributes}>${FIELDS}</form>`;
/** A form whose button fills its shadow host. */
const hiddenFields = (html: string): string => wide(html.replaceAll('<input', '<input type="hidden"'));
/** A button in the middle of a shadow host, where it is hit without a locator. */
const wide = (html: string): string => html.replace('<button', '<button style="display: block; width: 100%"');

const press = (page: Page): Promise<unknown> => page.getByRole('button').click();
const pressHost = (page: Page): Promise<unknown> => page.locator('#host').click();
const pressEnter = (page: Page): Promise<unknown> => page.locator('input').first().press('Enter');
const submit = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const host = document.querySelector('#host');
    // An input of that name hides the form's own `submit`.
    HTMLFormElement.prototype.submit.call((host?.shadowRoot ?? document).querySelector('form'));
  });
const requestSubmit = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const host = document.querySelector('#host');
    (host?.shadowRoot ?? document).querySelector('form')?.requestSubmit();
  });
const submitAfterClick = async (page: Page): Promise<unknown> => {
  await page.locator('input').first().click();
  return submit(page);
};
const requestSubmitBy = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    document.querySelector('form')?.requestSubmit(document.querySelector('button'));
  });

test.describe('a GET form carries the click id in its query', () => {
  const rows: Row[] = [
    ['by its button', get],
    ['by the Enter key', get, pressEnter],
    ['by requestSubmit()', get, requestSubmit],
    ['by requestSubmit() with a button', get, requestSubmitBy],
    ['by submit()', get, submit],
    ['that opens a tab', (action) => get(action).replace('<form', '<form target="_blank"')],
    [
      'by the formaction of its button',
      (action) => get('/search').replace('<button', `<button formaction="${action}"`),
    ],
    [
      'by requestSubmit() with a button that has a formaction',
      (action) => get('/search').replace('<button', `<button formaction="${action}"`),
      requestSubmitBy,
    ],
    [
      'by a button elsewhere in the page',
      (action) =>
        `<form id="f" action="${action}">${FIELDS.replace('<button>Order</button>', '')}</form><button form="f">Order</button>`,
    ],
    ['in an open shadow root, by its button', (action) => inShadow('open', get(action))],
    ['in an open shadow root, by the Enter key', (action) => inShadow('open', get(action)), pressEnter],
    ['in an open shadow root, by requestSubmit()', (action) => inShadow('open', get(action)), requestSubmit],
    ['in an open shadow root, by submit()', (action) => inShadow('open', get(action)), submit],
    ['in a closed shadow root, by its button', (action) => inShadow('closed', hiddenFields(get(action))), pressHost],
  ];
  for (const [name, html, use = press] of rows)
    test(name, async ({ page, backend, referred }) => {
      const id = await referred.land(html(backend.url));
      expect(await referred.arrival(() => use(page))).toMatchObject({
        url: `${backend.url}?q=a+b%7E&flag=&cntid=${id}`,
        method: 'GET',
        body: '',
        kept: { sesid: id },
      });
    });
});

test.describe('a POST form carries the click id in its body', () => {
  const rows: Row[] = [
    ['by its button', post],
    ['by the Enter key', post, pressEnter],
    ['by requestSubmit()', post, requestSubmit],
    ['by requestSubmit() with a button', post, requestSubmitBy],
    ['by submit()', post, submit],
    ['that opens a tab', (action) => post(action, 'target="_blank"')],
    [
      'by the formaction of its button',
      (action) => post('/search').replace('<button', `<button formaction="${action}"`),
    ],
    ['by the formmethod of its button', (action) => get(action).replace('<button', '<button formmethod="post"')],
    ['in an open shadow root, by its button', (action) => inShadow('open', post(action))],
    ['in an open shadow root, by the Enter key', (action) => inShadow('open', post(action)), pressEnter],
    [
      'in an open shadow root, by submit() after a click in it',
      (action) => inShadow('open', post(action)),
      submitAfterClick,
    ],
    ['in 20 shadow roots, one in another', (action) => inShadow('open', post(action), 20)],
  ];
  for (const [name, html, use = press] of rows)
    test(name, async ({ page, backend, referred }) => {
      const id = await referred.land(html(backend.url));
      expect(await referred.arrival(() => use(page))).toMatchObject({
        url: backend.url,
        method: 'POST',
        body: `q=a+b%7E&flag=&cntid=${id}`,
        kept: { sesid: id },
      });
    });

  for (const [name, use] of [
    ['by its button', press],
    ['by submit()', submit],
  ] as const)
    test(`whose inputs are named action, method and submit, ${name}`, async ({ page, backend, referred }) => {
      const id = await referred.land(
        `<form method="post" action="${backend.url}"><input name="action" value="/a"><input name="method" value="m"><input name="submit" value="s"><button>Order</button></form>`,
      );
      expect(await referred.arrival(() => use(page))).toMatchObject({
        url: backend.url,
        body: `action=%2Fa&method=m&submit=s&cntid=${id}`,
        kept: { sesid: id },
      });
    });

  test('with files, as a part of its own', async ({ page, backend, referred }) => {
    const id = await referred.land(post(backend.url, 'enctype="multipart/form-data"'));
    const { body } = await referred.arrival(() => press(page));
    expect(body).toContain(`\r\nContent-Disposition: form-data; name="cntid"\r\n\r\n${id}\r\n`);
  });

  test('whose action the page sets in its own submit handler', async ({ page, backend, referred }) => {
    const id = await referred.land(post('/nowhere'));
    await page.evaluate((action) => {
      document.querySelector('form')?.addEventListener('submit', (event) => {
        event.preventDefault();
        const form = event.currentTarget as HTMLFormElement;
        form.action = action;
        form.submit();
      });
    }, backend.url);
    expect(await referred.arrival(() => press(page))).toMatchObject({
      url: backend.url,
      body: `q=a+b%7E&flag=&cntid=${id}`,
    });
  });
});

test('no field is written into the page', async ({ page, backend, referred }) => {
  const form = post(backend.url, 'target="_blank"');
  await referred.land(form);
  const body = page.locator('body');
  const before = await body.innerHTML();
  await referred.arrival(() => press(page));
  expect(await body.innerHTML()).toBe(before);
});

test.describe('somebody else’s cntid stays', () => {
  test('in a field', async ({ page, backend, referred }) => {
    await referred.land(post(backend.url).replace('<button', '<input name="cntid" value="theirs"><button'));
    expect((await referred.arrival(() => press(page))).body).toBe('q=a+b%7E&flag=&cntid=theirs');
  });

  test('in the address that a POST form is sent to', async ({ page, backend, referred }) => {
    await referred.land(post(`${backend.url}?cntid=theirs`));
    expect(await referred.arrival(() => press(page))).toMatchObject({
      url: `${backend.url}?cntid=theirs`,
      body: 'q=a+b%7E&flag=',
    });
  });
});

test.describe('the page’s own new FormData(form)', () => {
  const names = (page: Page): Promise<string[]> =>
    page.evaluate(() => [...new FormData(document.querySelector('form') ?? undefined).keys()]);

  test('has the click id where the form goes to billing', async ({ page, backend, referred }) => {
    await referred.land(post(backend.url));
    expect(await names(page)).toEqual(['q', 'flag', 'cntid']);
  });

  for (const action of ['', '/search', 'http://127.0.0.1:1/billmgr', 'https://example.com/billmgr', 'http://'])
    test(`is untouched where the form goes to '${action}'`, async ({ page, referred }) => {
      await referred.land(post(action));
      expect(await names(page)).toEqual(['q', 'flag']);
    });

  test('is untouched where the form has no action', async ({ page, referred }) => {
    await referred.land(`<form>${FIELDS}</form>`);
    expect(await names(page)).toEqual(['q', 'flag']);
  });
});

test.describe('a form that goes elsewhere is untouched', () => {
  test('by its action', async ({ page, site, referred }) => {
    await referred.land(get('/search'));
    await press(page);
    await expect(page).toHaveURL(`${site.url}search?q=a+b%7E&flag=`);
  });

  test('by the formaction of its button', async ({ page, site, backend, referred }) => {
    await referred.land(get(backend.url).replace('<button', '<button formaction="/search"'));
    await press(page);
    await expect(page).toHaveURL(`${site.url}search?q=a+b%7E&flag=`);
  });
});

test('a button that the page has held back does not decide where the form goes later', async ({
  page,
  backend,
  referred,
}) => {
  const id = await referred.land(post(backend.url).replace('<button', '<button formaction="/search"'));
  await page.evaluate(() => {
    document.querySelector('form')?.addEventListener('submit', (event) => {
      event.preventDefault();
    });
  });
  await press(page);
  expect(await referred.arrival(() => submit(page))).toMatchObject({ body: `q=a+b%7E&flag=&cntid=${id}` });
});

test('a button that has sent a form does not decide where the page sends it later', async ({
  page,
  site,
  backend,
  referred,
}) => {
  const elsewhere = 'formaction="/search" formtarget="frame"';
  const id = await referred.land(
    `${post(backend.url).replace('<button', `<button ${elsewhere}`)}<iframe name="frame"></iframe>`,
  );
  await press(page);
  await expect.poll(() => page.frame('frame')?.url()).toBe(`${site.url}search`);
  expect(await referred.arrival(() => submit(page))).toMatchObject({ body: `q=a+b%7E&flag=&cntid=${id}` });
});

test('a form that the page keeps from being sent is not sent', async ({ page, backend, referred }) => {
  const id = await referred.land(`${post(`${backend.url}?stay`)}<a href="${backend.url}">Next</a>`);
  await page.evaluate(() => {
    document.querySelector('form')?.addEventListener('submit', (event) => {
      event.preventDefault();
    });
  });
  await press(page);
  expect((await referred.arrival(() => page.getByText('Next').click())).url).toBe(`${backend.url}?cntid=${id}`);
});

test.describe('limitation: no click id is carried by a POST form', () => {
  const rows: Row[] = [
    ['in an open shadow root, by requestSubmit()', (action) => inShadow('open', post(action)), requestSubmit],
    ['in an open shadow root, by submit()', (action) => inShadow('open', post(action)), submit],
    ['in a closed shadow root', (action) => inShadow('closed', hiddenFields(post(action))), pressHost],
  ];
  for (const [name, html, use = press] of rows)
    test(name, async ({ page, backend, referred }) => {
      await referred.land(html(backend.url));
      expect(await referred.arrival(() => use(page))).toMatchObject({
        url: backend.url,
        body: 'q=a+b%7E&flag=',
        kept: undefined,
      });
    });
});

test.describe('where the Navigation API is missing', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(navigationAbsent);
  });

  for (const [name, html, use] of [
    ['a form', get, press],
    ['a form that a script sends', get, submit],
    ['a form in an open shadow root, by its button', (action) => inShadow('open', get(action)), press],
    ['a form in an open shadow root, by the Enter key', (action) => inShadow('open', get(action)), pressEnter],
    [
      'a form in an open shadow root, by submit() after a click in it',
      (action) => inShadow('open', get(action)),
      submitAfterClick,
    ],
  ] as Required<Row>[])
    test(`${name} needs none`, async ({ page, backend, referred }) => {
      const id = await referred.land(html(backend.url));
      expect((await referred.arrival(() => use(page))).url).toBe(`${backend.url}?q=a+b%7E&flag=&cntid=${id}`);
    });

  for (const [name, html, use] of [
    ['in an open shadow root, by requestSubmit()', (action) => inShadow('open', get(action)), requestSubmit],
    ['in an open shadow root, by submit()', (action) => inShadow('open', get(action)), submit],
    ['in a closed shadow root', (action) => inShadow('closed', hiddenFields(get(action))), pressHost],
  ] as Required<Row>[])
    test(`limitation: a GET form ${name} carries no click id`, async ({ page, backend, referred }) => {
      await referred.land(html(backend.url));
      expect((await referred.arrival(() => use(page))).url).toBe(`${backend.url}?q=a+b%7E&flag=`);
    });
});
