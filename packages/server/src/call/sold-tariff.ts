import { type Chosen, type PricedAddon, priceOrder } from '../prices/price-order.ts';
import type { Addon } from '../prices/price-order.ts';
import { addonsOf } from '../store/addons.ts';
import { type Tariff, tariffs } from '../store/tariffs.ts';
import { type Call, clientOf } from './declare.ts';
import { PlatformError } from './platform-error.ts';

/** What somebody wants to order. */
interface Wanted {
  readonly project?: number | undefined;
  readonly account?: number | undefined;
  readonly itemtype?: string;
  readonly pricelist: number;
  readonly period: number;
}

/** A tariff with the add-ons that were chosen for it; `cost` is that of all together. */
export interface Ordered {
  readonly tariff: Tariff;
  /** All that can be chosen. */
  readonly addons: readonly Addon[];
  readonly chosen: readonly PricedAddon[];
  /** Minor units. */
  readonly cost: number;
}

const NOT_SOLD = {
  en: `no tariff is sold with this 'pricelist' and 'period'`,
  ru: `нет тарифа с такими 'pricelist' и 'period'`,
};

/**
 * The tariff that a client wants to order.
 *
 * @throws PlatformError naming `pricelist` if it is not sold, not to this client, or not for this period
 */
export async function soldTariff(
  call: Call,
  wanted: { itemtype?: string; pricelist: number; period: number },
): Promise<Tariff> {
  const { project, account } = clientOf(call);
  return findTariff(call, { project, account, ...wanted });
}

/** The same for whoever asks, of whatever provider. */
export async function findTariff({ store }: Pick<Call, 'store'>, wanted: Wanted): Promise<Tariff> {
  const { pricelist } = wanted;
  const project =
    wanted.project ??
    (await store.selectFrom('pricelist').where('id', '=', pricelist).select('project').executeTakeFirst())?.project;
  const [tariff] = project === undefined ? [] : await tariffs(store, { ...wanted, project });
  if (tariff !== undefined) return tariff;
  throw new PlatformError('value', 'pricelist', NOT_SOLD, String(pricelist));
}

/**
 * A tariff with its add-ons, and what it costs with those that were chosen.
 *
 * @throws PlatformError naming the add-on, `addon_3`, whose value cannot be
 */
export async function withAddons({ store }: Pick<Call, 'store'>, tariff: Tariff, chosen: Chosen): Promise<Ordered> {
  const { pricelist, period } = tariff;
  const addons = (await addonsOf(store, [pricelist])).get(pricelist) ?? [];
  const price = priceOrder({ cost: tariff.cost, period, addons, chosen });
  if (price.kind === 'priced') return { tariff, addons, chosen: price.addons, cost: price.cost };
  const name = `addon_${price.addon}`;
  throw new PlatformError(
    'value',
    name,
    {
      en: `this value of '${name}' cannot be ordered with the tariff for the period`,
      ru: `с этим тарифом на этот период нельзя заказать такое значение '${name}'`,
    },
    chosen[price.addon],
  );
}
