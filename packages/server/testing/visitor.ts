import type { TestBackend } from './backend.ts';

/** What a visitor has before them. */
interface Shown {
  /** The address, after the redirects. */
  readonly address: URL;
  readonly page: string;
  readonly status: number;
}

/** A browser as far as HTTP goes: it asks for pages, keeps the cookie, and goes where it is sent. */
export interface Visitor {
  /** Opens an address, or sends a form to it as a page of billing does. */
  readonly open: (address: string | URL, form?: Readonly<Record<string, string>>) => Promise<Shown>;
  /** Follows the link of a page that has this text; `nth` if there are several. */
  readonly follow: (shown: Shown, text: string, nth?: number) => Promise<Shown>;
}

/** A browser that has never been here. */
export function newVisitor({ origin }: TestBackend): Visitor {
  let cookie = '';
  const open: Visitor['open'] = async (to, form) => {
    let address = new URL(to, `${origin}/billmgr`);
    let body = form && new URLSearchParams(form);
    for (let redirects = 0; redirects < 10; redirects += 1) {
      const response = await fetch(address, {
        redirect: 'manual',
        headers: { Accept: 'text/html', Cookie: cookie, ...(body && { Origin: origin }) },
        ...(body && { method: 'POST', body }),
      });
      for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? '';
      const location = response.headers.get('location');
      if (location === null) return { address, page: await response.text(), status: response.status };
      address = new URL(location, address);
      body = undefined;
    }
    throw new Error(`${String(to)} is redirected without end`);
  };
  return {
    open,
    follow: ({ address, page }, text, nth = 0) => {
      const links = [...page.matchAll(/<a[^>]* href="([^"]*)"[^>]*>([^<]*)<\/a>/g)].filter(([, , of]) => of === text);
      const href = links[nth]?.[1]?.replaceAll('&amp;', '&');
      if (href === undefined) throw new Error(`there is no link '${text}' at ${address.href}`);
      return open(new URL(href, address));
    },
  };
}
