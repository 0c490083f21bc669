import type { BasketItem } from '../store/orders.ts';
import { Form } from './form.tsx';
import { Items } from './items.tsx';
import type { Page } from './page.tsx';

/** What is about to be ordered. */
export function basketPage({ base }: { base: string }, items: readonly BasketItem[]): Page {
  return {
    title: 'Basket',
    body: (
      <>
        <Items
          items={items}
          action={({ id, name }) => (
            <Form base={base} func="basket.delete" hidden={{ elid: id }} submit="Remove" of={name} />
          )}
        />
        {items.length > 0 && (
          <a class="button" href={`${base}?func=payment`}>
            Go to payment
          </a>
        )}
      </>
    ),
  };
}
