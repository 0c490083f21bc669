import type { ComponentChildren } from 'preact';
import { type BasketItem, totalOf } from '../store/orders.ts';
import { periodName, price } from './price.ts';

/** The items of a basket and what they cost together; `action` is what may be done with one. */
export function Items({
  items,
  action,
}: {
  items: readonly BasketItem[];
  action?: (item: BasketItem) => ComponentChildren;
}) {
  const [first] = items;
  if (first === undefined) return <p>Your basket is empty.</p>;
  return (
    <table>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              {item.particulars.domain ?? item.name}
              {item.addons.map(({ addon, words }) => (
                <small key={addon.id}>{words === undefined ? addon.name : `${addon.name}: ${words}`}</small>
              ))}
            </td>
            <td>{periodName(item.period)}</td>
            <td class="number">{price({ amount: item.cost, currency: item.currency })}</td>
            {action && <td class="number">{action(item)}</td>}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            Total
          </th>
          <td class="number">{price({ amount: totalOf(items), currency: first.currency })}</td>
          {action && <td />}
        </tr>
      </tfoot>
    </table>
  );
}
