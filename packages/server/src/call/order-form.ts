import { z } from 'zod';
import { errorPage } from '../pages/error.tsx';
import { orderParamPage } from '../pages/order-param.tsx';
import type { Page } from '../pages/page.tsx';
import type { Chosen } from '../prices/price-order.ts';
import { tariffs } from '../store/tariffs.ts';
import { type Call, clientOf } from './declare.ts';
import { id, period } from './fields.ts';
import { readParameters } from './parameters.ts';
import { PlatformError } from './platform-error.ts';
import { soldTariff, withAddons } from './sold-tariff.ts';

/** What an order begins with; whatever add-ons were asked for. */
const asked = z.object({ pricelist: id, period, addon_N: z.record(z.string(), z.string()).default({}) });

/** The page on which a tariff is put together, with an error if it could not be what was asked for. */
export async function orderForm(
  call: Call,
  { pricelist, period, addon_N: chosen }: { pricelist: number; period: number; addon_N: Chosen },
  error?: PlatformError,
): Promise<Page> {
  const { project, account } = clientOf(call);
  const tariff = await soldTariff(call, { pricelist, period });
  const { addons } = await withAddons(call, tariff, {});
  const periods = await tariffs(call.store, { project, account, pricelist });
  return orderParamPage(call, { tariff, periods, addons, chosen, error });
}

/**
 * What whoever followed a link with an add-on that is sold no more, or to a domain that it does not name, goes on from; a
 * plain error where there is no tariff.
 */
export async function orderFormAgain(error: PlatformError, call: Call): Promise<Page> {
  if (!error.object.startsWith('addon_') && error.object !== 'domain_name') return errorPage(error, call.lang);
  try {
    return await orderForm(call, readParameters(asked, call.raw), error);
  } catch (reason) {
    if (reason instanceof PlatformError) return errorPage(reason, call.lang);
    throw reason;
  }
}
