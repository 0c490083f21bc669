import { type Tariff, tariffs } from '../store/tariffs.ts';
import { type Call, clientOf } from './function.ts';
import { PlatformError } from './platform-error.ts';

/**
 * The tariff that a client wants to order.
 *
 * @throws PlatformError naming `pricelist` if it is not sold, or not for this period
 */
export async function soldTariff(
  call: Call,
  wanted: { itemtype?: string; pricelist: number; period: number },
): Promise<Tariff> {
  const { project } = clientOf(call);
  const [tariff] = await tariffs(call.store, { project, ...wanted });
  if (tariff !== undefined) return tariff;
  const message = `no tariff is sold with this 'pricelist' and 'period'`;
  throw new PlatformError('value', 'pricelist', message, String(wanted.pricelist));
}
