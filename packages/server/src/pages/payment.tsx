import type { PlatformError } from '../functions/platform-error.ts';
import { type BasketItem, totalOf } from '../store/orders.ts';
import { ErrorMessage, Form } from './form.tsx';
import { Items } from './items.tsx';
import type { Page } from './page.tsx';

/** The last page before an order is paid. */
export function paymentPage({ base }: { base: string }, items: readonly BasketItem[], error?: PlatformError): Page {
  return {
    title: 'Payment',
    body: (
      <>
        <ErrorMessage error={error} />
        <Items items={items} />
        {items.length > 0 && (
          <>
            <p class="note">This backend has no payment gateway: no money moves, the order counts as paid.</p>
            <Form base={base} func="payment" hidden={{ amount: totalOf(items) }} submit="Pay" />
          </>
        )}
      </>
    ),
  };
}
