import type { Call } from '../call/declare.ts';
import type { AskedDomain } from '../call/domains-asked.ts';
import type { PlatformError } from '../call/platform-error.ts';
import type { Tariff } from '../store/tariffs.ts';
import { ErrorMessage, Field, Form } from './form.tsx';
import type { Page } from './page.tsx';
import { periodName, price } from './price.ts';

/** Whom the domains of an order are for; which of those that the link names are meant can be changed. */
export function domainContactPage(
  { base, raw, lang }: Pick<Call, 'base' | 'raw' | 'lang'>,
  {
    domains,
    realname,
    period,
    error,
  }: {
    domains: readonly (AskedDomain & { readonly tariff: Tariff | undefined })[];
    /** The client's name, who orders for themselves unless they write another. */
    realname: string;
    period: number;
    error: PlatformError | undefined;
  },
): Page {
  const { checked_domain, selected_domain, selected_pricelist, domain_name, domain_action } = raw;
  const asked = { checked_domain, selected_domain, selected_pricelist, domain_name, domain_action, period };
  const sold = domains.some(({ tariff }) => tariff !== undefined);
  return {
    title: 'Domain contact',
    body: (
      <>
        <ErrorMessage error={error} lang={lang} />
        {!sold && <p>No domain that is sold here was chosen.</p>}
        <Form base={base} func="domain.order.contact" hidden={asked} submit="Add to basket">
          {domains.map(({ name, wanted, tariff }, index) => (
            <p class="field" key={name}>
              <label>
                <input
                  type="checkbox"
                  name={`domain_${String(index + 1)}`}
                  value="on"
                  checked={wanted && tariff !== undefined}
                  disabled={tariff === undefined}
                />{' '}
                {name}
                {tariff === undefined
                  ? ' (not sold)'
                  : `, ${price({ amount: tariff.cost, currency: tariff.currency })} / ${periodName(period)}`}
              </label>
            </p>
          ))}
          <Field
            label="Name"
            input={{ name: 'realname', value: raw.realname ?? realname, autocomplete: 'name', required: true }}
            error={error}
          />
          <Field
            label="E-mail"
            input={{ name: 'email', type: 'email', value: raw.email, autocomplete: 'email', required: true }}
            error={error}
          />
          <Field
            label="Phone"
            input={{ name: 'phone', type: 'tel', value: raw.phone, autocomplete: 'tel' }}
            error={error}
          />
        </Form>
      </>
    ),
  };
}
