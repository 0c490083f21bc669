import type { Chosen, PricedAddon } from './price-order.ts';

/** The type of product whose tariffs are ordered for a domain, and never without one. */
export const DOMAIN = 'domain';

/** What was chosen for an order beside its add-ons: for a domain its name, for whom, and what is to be done. */
export type Particulars = Readonly<Record<string, string>>;

/** A choice as one text, the same for the same choice: a query in the order of its names. */
export function writeParameters(addons: readonly PricedAddon[], particulars: Particulars = {}): string {
  const chosen = addons.map(({ addon, value }) => [`addon_${String(addon.id)}`, value]);
  const query = new URLSearchParams([...chosen, ...Object.entries(particulars)]);
  query.sort();
  return query.toString();
}

/** The choice behind such a text. */
export function readParametersOfOrder(text: string): { readonly chosen: Chosen; readonly particulars: Particulars } {
  const entries = [...new URLSearchParams(text)];
  const addonOf = (name: string): string | undefined => /^addon_(\d+)$/.exec(name)?.[1];
  return {
    chosen: Object.fromEntries(
      entries.flatMap(([name, value]) => {
        const id = addonOf(name);
        return id === undefined ? [] : [[id, value]];
      }),
    ),
    particulars: Object.fromEntries(entries.filter(([name]) => addonOf(name) === undefined)),
  };
}
