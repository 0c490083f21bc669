import type { Call } from '../call/declare.ts';
import type { PlatformError } from '../call/platform-error.ts';
import { type BasketItem, totalOf } from '../store/orders.ts';
import type { Sum } from '../store/overview.ts';
import { ErrorMessage, Field, Form } from './form.tsx';
import { Items } from './items.tsx';
import type { Page } from './page.tsx';
import { price } from './price.ts';

/** The last page before an order is paid. */
export function paymentPage(
  { base, raw, lang }: Pick<Call, 'base' | 'raw' | 'lang'>,
  {
    items,
    balance,
    takesCode,
  }: {
    items: readonly BasketItem[];
    /** What the client has earned in the currency of the basket. */
    balance: Sum | undefined;
    /** Whether a promo code may be given: at the first order. */
    takesCode: boolean;
  },
  error?: PlatformError,
): Page {
  const amount = totalOf(items);
  const fromBalance = Math.min(balance?.amount ?? 0, amount);
  return {
    title: 'Payment',
    body: (
      <>
        <ErrorMessage error={error} lang={lang} />
        <Items items={items} />
        {items.length > 0 && (
          <>
            <p class="note">This backend has no payment gateway: no money moves, the order counts as paid.</p>
            <Form base={base} func="payment" hidden={{ amount }} submit="Pay">
              {takesCode && (
                <Field
                  label="Promo code"
                  input={{ name: 'promocode', value: raw.promocode, autocomplete: 'off' }}
                  error={error}
                />
              )}
              {balance !== undefined && fromBalance > 0 && (
                <p class="field">
                  <label>
                    <input type="checkbox" name="frombalance" value={fromBalance} />{' '}
                    {fromBalance === amount
                      ? `From my balance of ${price(balance)}`
                      : `${price(balance)} of it from my balance`}
                  </label>
                </p>
              )}
            </Form>
          </>
        )}
      </>
    ),
  };
}
