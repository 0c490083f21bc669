import type { BasketItem } from '../store/orders.ts';
import { Items } from './items.tsx';
import type { Page } from './page.tsx';

/** What is about to be ordered. */
export function basketPage({ base }: { base: string }, items: readonly BasketItem[]): Page {
  return {
    title: 'Basket',
    body: (
      <>
        <Items items={items} />
        {items.length > 0 && (
          <a class="button" href={`${base}?func=payment`}>
            Go to payment
          </a>
        )}
      </>
    ),
  };
}
