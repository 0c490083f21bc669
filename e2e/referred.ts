import { EventEmitter, once } from 'node:events';
import type { Page } from '@playwright/test';
import { expect, nonces, readyStatus, test as base } from './fixtures.ts';
import { type PageView, watchPageViews } from './page-views.ts';
import { pageWithSdk } from './site.ts';

/** What billing receives when a visitor comes. */
interface Arrival extends PageView {
  /** What billing has kept of it: the click or the partner that the visitor will be counted for. */
  readonly kept: { readonly sesid: string | null; readonly partner: number | null } | undefined;
}

/** How a page of the site is to be. */
interface Landing {
  /** Further attributes of the script tag. */
  readonly attributes?: string;
  /** The whole page, where the script tag before a body will not do. */
  readonly html?: string;
}

/** A visitor whom partner 2 has sent to the site. */
export interface Referred {
  /** Opens a page by the partner's link and waits until the click is registered; returns its id. */
  land(body: string, landing?: Landing): Promise<string>;
  /** The page view that billing receives by what is done. */
  arrival(done: () => Promise<unknown>): Promise<Arrival>;
}

/**
 * A test of a way to billing. Whatever way it is, the page stays as it was until the visitor does something, one click is
 * registered, billing receives the page views that the test waits for and no other, and nobody else receives the id.
 */
export const test = base.extend<{
  /** How many clicks the visitor makes on partners' links. */
  registrations: number;
  referred: Referred;
}>({
  registrations: [1, { option: true }],
  referred: async ({ context, page, site, backend, clicks, registrations }, use) => {
    await backend.addProgram(site.url);
    const elsewhere: string[] = [];
    context.on('request', (request) => {
      if (new URL(request.url()).port !== new URL(backend.url).port) elsewhere.push(request.url());
    });
    const ids = new Set<string>();
    const views = new EventEmitter<{ view: [PageView] }>();
    let awaited = 0;
    let received = 0;
    let again: string | undefined;
    const stop = watchPageViews(backend.url, (view) => {
      // A form of another site's is asked for again by GET.
      const repeated = again !== undefined && view.url.endsWith(again);
      again = view.method === 'POST' ? view.redirect : undefined;
      if (!repeated) received += 1;
      views.emit('view', view);
    });

    await use({
      async land(body, { attributes, html = pageWithSdk(backend.url, body, attributes) } = {}) {
        site.show(html);
        await page.goto(`${site.url}?from=2`);
        const { clickId = '' } = (await readyStatus(page)) as { clickId?: string };
        const [was, is] = await page.evaluate(
          (source) => [
            new DOMParser().parseFromString(source, 'text/html').body.innerHTML.trim(),
            document.body.innerHTML.trim(),
          ],
          html,
        );
        expect(is, 'the page before the visitor does something').toBe(was);
        if (clickId) ids.add(clickId);
        return clickId;
      },
      async arrival(done) {
        awaited += 1;
        const next = async (): Promise<PageView> =>
          ((await once(views, 'view', { signal: AbortSignal.timeout(8_000) })) as [PageView])[0];
        const toTheEnd = async (): Promise<PageView> => {
          const view = await next();
          if (view.method === 'POST' && view.redirect !== undefined) await next();
          return view;
        };
        const [view] = await Promise.all([toTheEnd(), done()]);
        const newest = backend.store.selectFrom('session_arrival').orderBy('id', 'desc').select(['sesid', 'partner']);
        return { ...view, kept: await newest.executeTakeFirst() };
      },
    });

    stop();
    expect(nonces(clicks), 'clicks registered').toHaveLength(registrations);
    expect(received, 'page views that billing received').toBe(awaited);
    for (const id of ids) expect(elsewhere.filter((url) => url.includes(id))).toEqual([]);
  },
});

/** Does something in the page without waiting for it: the page may be gone before it answers. */
export const inPage = (page: Page, leave: (url: string) => unknown, url = ''): Promise<unknown> =>
  page.evaluate(`void (${String(leave)})(${JSON.stringify(url)})`);

/** Markup in a shadow root, or in several, one in another. Fills the width of the page, so that its middle can be hit. */
export const inShadow = (mode: 'open' | 'closed', html: string, depth = 1): string =>
  `<div id="host"></div><script>
    for (let i = 0, at = document.getElementById('host'); i < ${String(depth)}; i += 1) {
      const root = at.attachShadow({ mode: '${mode}' });
      if (i === ${String(depth - 1)}) root.innerHTML = ${JSON.stringify(html)};
      else at = root.appendChild(document.createElement('div'));
    }
  </script>`;

export { expect } from './fixtures.ts';
