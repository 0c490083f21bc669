import type { Tariff } from '../store/tariffs.ts';
import type { Page } from './page.tsx';
import { periodName, price } from './price.ts';

/** The tariffs of one type of service. */
export function orderPage({ base, func }: { base: string; func: string }, offered: readonly Tariff[]): Page {
  return {
    title: 'Choose a tariff',
    body:
      offered.length === 0 ? (
        <p>Nothing is sold here at the moment.</p>
      ) : (
        <ul class="cards">
          {offered.map((tariff) => {
            const { pricelist, period, name, cost, currency } = tariff;
            const query = new URLSearchParams({
              func: `${func}.param`,
              pricelist: String(pricelist),
              period: String(period),
            });
            return (
              <li key={`${String(pricelist)} ${String(period)}`}>
                <strong>{name}</strong>
                <span>
                  {price({ amount: cost, currency })} / {periodName(period)}
                </span>
                <a class="button" href={`${base}?${query.toString()}`}>
                  Choose
                </a>
              </li>
            );
          })}
        </ul>
      ),
  };
}
