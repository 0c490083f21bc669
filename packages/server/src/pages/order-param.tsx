import type { Tariff } from '../store/tariffs.ts';
import { Form } from './form.tsx';
import type { Page } from './page.tsx';
import { periodName, price } from './price.ts';

/** The tariff that was chosen, before it goes into the basket. */
export function orderParamPage({ base }: { base: string }, { name, pricelist, period, cost, currency }: Tariff): Page {
  return {
    title: name,
    body: (
      <>
        <p class="price">
          {price({ amount: cost, currency })} / {periodName(period)}
        </p>
        <Form base={base} func="quickorder" hidden={{ pricelist, period }} submit="Add to basket" />
      </>
    ),
  };
}
