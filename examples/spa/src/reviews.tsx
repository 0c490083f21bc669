import type { ReactElement } from 'react';
import { Link } from 'react-router';

const reviews = [
  { by: 'Ada’s Web Notes', partner: 2, words: 'Moved eleven sites on a Sunday. Nobody noticed, which is the point.' },
  { by: 'Shop Almanac', partner: 3, words: 'The backup that I never needed, until I did.' },
];

/** What partners say. Their links lead to a page of this application, and count as theirs. */
export function Reviews(): ReactElement {
  return (
    <section>
      <div className="heading">
        <h1>Reviews</h1>
      </div>
      <ul className="tariffs">
        {reviews.map(({ by, partner, words }) => (
          <li key={partner}>
            <h2>{by}</h2>
            <p>{words}</p>
            <Link className="button" to={`/prices?from=${String(partner)}`}>
              See what {by} recommends
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
