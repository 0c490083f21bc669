import type { ReactElement } from 'react';
import { Link } from 'react-router';

/** The front page. */
export function Home(): ReactElement {
  return (
    <section className="hero">
      <h1>Hosting that stays out of your way</h1>
      <p>Three tariffs, one price each, and a person who answers when you write.</p>
      <Link className="button" to="/prices">
        See the prices
      </Link>
    </section>
  );
}
