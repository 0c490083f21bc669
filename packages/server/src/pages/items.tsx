import type { BasketItem } from '../store/orders.ts';
import { periodName, price } from './price.ts';

/** The items of a basket and what they cost together. */
export function Items({ items }: { items: readonly BasketItem[] }) {
  const [first] = items;
  if (first === undefined) return <p>Your basket is empty.</p>;
  return (
    <table>
      <tbody>
        {items.map(({ id, name, period, cost, currency }) => (
          <tr key={id}>
            <td>{name}</td>
            <td>{periodName(period)}</td>
            <td class="number">{price({ amount: cost, currency })}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            Total
          </th>
          <td class="number">{price({ amount: totalOf(items), currency: first.currency })}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** What a basket costs, in minor units. */
export const totalOf = (items: readonly BasketItem[]): number => items.reduce((sum, { cost }) => sum + cost, 0);
