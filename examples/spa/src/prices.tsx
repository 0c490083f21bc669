import { type ReactElement, useState } from 'react';
import { orderLink, type Period, tariffs } from './billing.ts';

const euros = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

/** The tariffs, by the month or by the year. Their links are ordinary links, written anew for each period. */
export function Prices(): ReactElement {
  const [period, setPeriod] = useState<Period>(1);
  const [first] = tariffs;
  return (
    <section>
      <div className="heading">
        <h1>Prices</h1>
        <label>
          Paid by the{' '}
          <select
            value={period}
            onChange={({ target }) => {
              setPeriod(target.value === '12' ? 12 : 1);
            }}
          >
            <option value={1}>month</option>
            <option value={12}>year</option>
          </select>
        </label>
      </div>
      <ul className="tariffs">
        {tariffs.map(({ pricelist, name, prices, about }) => (
          <li key={pricelist}>
            <h2>{name}</h2>
            <p className="price">
              {euros.format(prices[period])} <small>{period === 1 ? 'a month' : 'a year'}</small>
            </p>
            <p>{about}</p>
            <a className="button" href={orderLink(pricelist, period)}>
              Order {name}
            </a>
          </li>
        ))}
      </ul>
      {first && (
        <p className="hint">
          Not sure? {/* Its own click handler renders the page for a year, and this link's address with it. */}
          <a
            href={orderLink(first.pricelist, period)}
            onClick={() => {
              setPeriod(12);
            }}
          >
            Try {first.name} for a year
          </a>
          , and leave whenever you like.
        </p>
      )}
    </section>
  );
}
