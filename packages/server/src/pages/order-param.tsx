import { elementsOf } from '../call/addon-choices.ts';
import type { Call } from '../call/declare.ts';
import type { PlatformError } from '../call/platform-error.ts';
import { type Addon, type Chosen, isSoldFor } from '../prices/price-order.ts';
import { DOMAIN } from '../prices/order-parameters.ts';
import type { Tariff } from '../store/tariffs.ts';
import { ErrorMessage, Field, Form } from './form.tsx';
import type { Page } from './page.tsx';
import { periodName, price } from './price.ts';

/** The tariff that was chosen with its add-ons, before it goes into the basket. */
export function orderParamPage(
  { base, lang }: Pick<Call, 'base' | 'lang'>,
  {
    tariff,
    periods,
    addons,
    chosen,
    error,
  }: {
    tariff: Tariff;
    /** The tariff for each period it is sold for. */
    periods: readonly Tariff[];
    addons: readonly Addon[];
    chosen: Chosen;
    error: PlatformError | undefined;
  },
): Page {
  const { name, pricelist, period, cost, currency, itemtype } = tariff;
  const others = periods.filter((one) => one.period !== period);
  return {
    title: name,
    body: (
      <>
        <ErrorMessage error={error} lang={lang} />
        <p class="price">
          {price({ amount: cost, currency })} / {periodName(period)}
        </p>
        {others.length > 0 && (
          <ul class="periods">
            {others.map((one) => {
              const query = new URLSearchParams({
                func: `${itemtype}.order.param`,
                pricelist: String(pricelist),
                period: String(one.period),
              });
              return (
                <li key={one.period}>
                  <a href={`${base}?${query.toString()}`}>
                    {price({ amount: one.cost, currency })} / {periodName(one.period)}
                  </a>
                </li>
              );
            })}
          </ul>
        )}
        {itemtype === DOMAIN ? (
          <DomainForm base={base} tariff={tariff} error={error} />
        ) : (
          <Form base={base} func="quickorder" hidden={{ pricelist, period }} submit="Add to basket">
            {addons
              .filter((addon) => isSoldFor(addon, period, addons))
              .map((addon) => (
                <AddonField key={addon.id} addon={addon} addons={addons} tariff={tariff} value={chosen[addon.id]} />
              ))}
          </Form>
        )}
      </>
    ),
  };
}

/** Asks for the domain; whom it is for comes next. */
function DomainForm({
  base,
  tariff: { pricelist, period },
  error,
}: {
  base: string;
  tariff: Tariff;
  error: PlatformError | undefined;
}) {
  return (
    <form action={base}>
      <input type="hidden" name="func" value="domain.order.contact" />
      <input type="hidden" name="selected_pricelist" value={pricelist} />
      <input type="hidden" name="period" value={period} />
      <Field label="Domain" input={{ name: 'domain_name', required: true, autocomplete: 'off' }} error={error} />
      <button type="submit">Continue</button>
    </form>
  );
}

function AddonField({
  addon,
  addons,
  tariff: { period, currency },
  value,
}: {
  addon: Addon;
  addons: readonly Addon[];
  tariff: Tariff;
  value: string | undefined;
}) {
  const name = `addon_${String(addon.id)}`;
  const unit = addon.costs.get(period);
  const costs = unit === undefined ? '' : ` (${price({ amount: unit, currency })})`;
  if (addon.addontype === 1)
    return (
      <p class="field">
        <label>
          <input type="checkbox" name={name} value="on" checked={value !== undefined && /^(on|1|yes)$/.test(value)} />{' '}
          {addon.name + costs}
        </label>
      </p>
    );
  return (
    <p class="field">
      <label for={name}>{addon.name + costs}</label>
      {addon.addontype === 2 ? (
        <input
          id={name}
          name={name}
          type="number"
          min={0}
          max={addon.maximum ?? undefined}
          value={value ?? ''}
          inputMode="numeric"
        />
      ) : (
        <select id={name} name={name}>
          <option value="">–</option>
          {elementsOf(addon, period, addons).map((element) => (
            <option key={element.id} value={element.id} selected={String(element.id) === value}>
              {element.name + (element.cost === undefined ? '' : ` (${price({ amount: element.cost, currency })})`)}
            </option>
          ))}
        </select>
      )}
    </p>
  );
}
