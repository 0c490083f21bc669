import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { RawParameters } from '../call/parameters.ts';
import { onTheWay } from '../call/start-form.ts';

/** What a browser shows. */
export interface Page {
  readonly title: string;
  readonly body: VNode;
}

/** Where a page stands: what its links begin with, what it was asked with, and who is looking. */
export interface Place {
  readonly base: string;
  readonly raw: RawParameters;
  readonly session: { readonly user: { readonly realname: string } | undefined } | undefined;
}

/** A whole HTML document. Everything a visitor or a client wrote is escaped by the renderer. */
export function renderPage({ title, body }: Page, place: Place): string {
  const html = renderToString(
    <Document title={title} place={place}>
      {body}
    </Document>,
  );
  return `<!doctype html>${html}`;
}

function Document({ title, place, children }: { title: string; place: Place; children: ComponentChildren }) {
  const { base, session } = place;
  const user = session?.user;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – billing`}</title>
        <link rel="stylesheet" href="/billref.css" />
      </head>
      <body>
        <header>
          <a class="brand" href={base}>
            billing
          </a>
          <nav>
            {user === undefined ? (
              <>
                <a href={onTheWay(place, 'auth')}>Log in</a>
                <a href={onTheWay(place, 'register')}>Register</a>
              </>
            ) : (
              <>
                <span class="who">{user.realname}</span>
                <a href={`${base}?func=basket`}>Basket</a>
                <a href={`${base}?func=logon`}>Log out</a>
              </>
            )}
          </nav>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}
