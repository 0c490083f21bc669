import { BillrefProvider, useReferral } from '@billref/sdk/react';
import type { ReactElement } from 'react';
import { NavLink, Outlet, ScrollRestoration } from 'react-router';
import { BILLING, WEBSITE } from './billing.ts';

/** What every page has around it. The provider is all that billref needs. */
export function Layout(): ReactElement {
  return (
    <BillrefProvider billingUrl={BILLING} siteUrl={WEBSITE}>
      <header>
        <div className="wrap">
          <NavLink className="name" to="/">
            Example Hosting
          </NavLink>
          <nav aria-label="Main">
            <NavLink to="/prices">Prices</NavLink>
            <NavLink to="/reviews">Reviews</NavLink>
            <button
              type="button"
              onClick={() => {
                location.assign(`${BILLING}?func=logon`);
              }}
            >
              Client area
            </button>
          </nav>
        </div>
      </header>
      <main className="wrap">
        <Outlet />
      </main>
      <footer>
        <div className="wrap">
          billref on this page: <Outcome />
        </div>
      </footer>
      <ScrollRestoration />
    </BillrefProvider>
  );
}

/** Not needed by a real site: shows what billref made of this visit. */
function Outcome(): ReactElement {
  const { status, clickId, partner } = useReferral();
  const facts = [status?.status ?? 'waiting', clickId, partner && `partner ${partner}`];
  return <output>{facts.filter(Boolean).join(' · ')}</output>;
}
