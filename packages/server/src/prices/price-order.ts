import { LARGEST_AMOUNT } from '../referral/money.ts';

/** What something costs by payment period, in minor units; it is not sold for a period that is missing. */
export type Costs = ReadonlyMap<number, number>;

/** The platform's kinds of add-ons: taken or not, an amount, one of several elements. */
export type AddonType = 1 | 2 | 3;

/** What a client may choose beside a tariff. */
export interface Addon {
  readonly id: number;
  readonly name: string;
  readonly intname: string;
  readonly addontype: AddonType;
  /** The largest amount. */
  readonly maximum: number | null;
  /** The add-on whose element this one is: the client chooses between several add-ons (seed 002). */
  readonly main: number | null;
  /** What it costs, or each unit of it. */
  readonly costs: Costs;
  readonly elements: readonly AddonElement[];
}

/** An element of an enumeration. */
interface AddonElement {
  readonly id: number;
  readonly name: string;
  readonly costs: Costs;
}

/** Values by the ids of add-ons, as `addon_N` gives them. */
export type Chosen = Readonly<Record<string, string>>;

/** An add-on that was chosen. */
export interface PricedAddon {
  readonly addon: Addon;
  /** As `addon_N` gives it. */
  readonly value: string;
  /** What the client reads: an amount, the name of an element; nothing for one that is just taken. */
  readonly words: string | undefined;
  /** Minor units. */
  readonly cost: number;
}

/** What an order costs and why, or the id of the add-on whose value cannot be. */
export type OrderPrice =
  | { readonly kind: 'priced'; readonly cost: number; readonly addons: readonly PricedAddon[] }
  | { readonly kind: 'refused'; readonly addon: string };

const YES = new Set(['on', '1', 'yes']);
const NO = new Set(['off', '0', 'no', '']);

/**
 * What a tariff costs for a period with the add-ons that were chosen: the sum of its parts, of which none is rounded.
 *
 * @param cost of the tariff alone, in minor units
 */
export function priceOrder({
  cost,
  period,
  addons,
  chosen,
}: {
  readonly cost: number;
  readonly period: number;
  readonly addons: readonly Addon[];
  readonly chosen: Chosen;
}): OrderPrice {
  const known = new Map(addons.map((addon) => [String(addon.id), addon]));
  const priced: PricedAddon[] = [];
  let sum = cost;
  for (const [id, value] of Object.entries(chosen)) {
    const addon = known.get(id);
    const part = addon && pricePart(addon, value, { period, addons, chosen });
    if (part === undefined) return { kind: 'refused', addon: id };
    if (part === 'none') continue;
    sum += part.cost;
    if (sum > LARGEST_AMOUNT) return { kind: 'refused', addon: id };
    priced.push(part);
  }
  return { kind: 'priced', cost: sum, addons: priced };
}

/** One add-on with its value; `none` where nothing of it is taken, nothing where it cannot be. */
function pricePart(
  addon: Addon,
  value: string,
  { period, addons, chosen }: { period: number; addons: readonly Addon[]; chosen: Chosen },
): PricedAddon | 'none' | undefined {
  // One of several add-ons counts only where it is the one that was chosen.
  if (addon.main !== null && chosen[String(addon.main)] !== String(addon.id)) return undefined;
  const unit = addon.costs.get(period);
  switch (addon.addontype) {
    case 1:
      if (NO.has(value)) return 'none';
      return YES.has(value) && unit !== undefined ? { addon, value: 'on', words: undefined, cost: unit } : undefined;
    case 2: {
      if (!/^\d{1,9}$/.test(value)) return undefined;
      const amount = Number(value);
      if (amount === 0) return 'none';
      if (unit === undefined || (addon.maximum !== null && amount > addon.maximum)) return undefined;
      const cost = amount * unit;
      return cost > LARGEST_AMOUNT ? undefined : { addon, value: String(amount), words: String(amount), cost };
    }
    case 3: {
      if (value === '') return 'none';
      const element = addon.elements.find(({ id }) => String(id) === value);
      const cost = element?.costs.get(period);
      if (element !== undefined) return cost === undefined ? undefined : { addon, value, words: element.name, cost };
      const other = addons.find(({ id, main }) => main === addon.id && String(id) === value);
      if (other === undefined) return undefined;
      // What it costs stands with its own value; one that is just taken needs none.
      const taken = other.addontype === 1 && chosen[value] === undefined ? other.costs.get(period) : 0;
      return taken === undefined ? undefined : { addon, value, words: other.name, cost: taken };
    }
  }
}

/** Whether an add-on can be chosen for a period: it, or one of its elements, has a price. */
export const isSoldFor = (addon: Addon, period: number, addons: readonly Addon[]): boolean =>
  addon.addontype === 3
    ? addon.elements.some(({ costs }) => costs.has(period)) ||
      addons.some((one) => one.main === addon.id && one.addontype !== 3 && one.costs.has(period))
    : addon.costs.has(period);
