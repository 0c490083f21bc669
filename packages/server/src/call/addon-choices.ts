import type { Addon } from '../prices/price-order.ts';
import type { Choice } from './form.ts';

/** What can be chosen of an add-on of several elements or several add-ons, for a period. */
export function elementsOf(
  addon: Addon,
  period: number,
  addons: readonly Addon[],
): readonly { readonly id: number; readonly name: string; readonly cost: number | undefined }[] {
  const elements = addon.elements.flatMap(({ id, name, costs }) => {
    const cost = costs.get(period);
    return cost === undefined ? [] : [{ id, name, cost }];
  });
  const others = addons.filter(({ main, costs }) => main === addon.id && costs.has(period));
  return [...elements, ...others.map(({ id, name }) => ({ id, name, cost: undefined }))];
}

/** The choices of a tariff's add-ons by their parameters, for a program. */
export const addonChoices = (addons: readonly Addon[], period: number): Readonly<Record<string, readonly Choice[]>> =>
  Object.fromEntries(
    addons
      .filter(({ addontype }) => addontype === 3)
      .map((addon) => [
        `addon_${String(addon.id)}`,
        elementsOf(addon, period, addons).map(({ id, name }): Choice => [String(id), name]),
      ]),
  );
