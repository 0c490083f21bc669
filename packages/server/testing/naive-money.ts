import { exchange, type Rate } from '../src/prices/exchange.ts';
import type { Held, Row } from './naive-rewards.ts';

/** A currency, and the day whose latest rate counts. */
interface At {
  readonly currency: number;
  readonly day: string;
}

/** An amount of the provider's currency in another; nothing known where a rate is missing. */
export function inCurrency(held: Held, amount: number, { currency, day }: At): number | undefined {
  const rate = rateOf(held, { currency, day });
  return (
    rate &&
    exchange(amount, rate, { from: exponentOf(held, providerOf(held).currency), to: exponentOf(held, currency) })
  );
}

/** An amount of another currency in the provider's; nothing known where a rate is missing. */
export function inOwnCurrency(held: Held, amount: number, { currency, day }: At): number | undefined {
  const rate = rateOf(held, { currency, day });
  return (
    rate &&
    exchange(
      amount,
      { numerator: rate.denominator, denominator: rate.numerator },
      { from: exponentOf(held, currency), to: exponentOf(held, providerOf(held).currency) },
    )
  );
}

/** What one unit of the provider's currency was worth in another, by the latest rate of a day. */
function rateOf(held: Held, { currency, day }: At): Rate | undefined {
  if (currency === providerOf(held).currency) return { numerator: 1, denominator: 1 };
  return held.currency_rate
    .filter((rate) => rate.currency === currency && rate.day <= day)
    .sort((one, other) => (one.day < other.day ? -1 : 1))
    .at(-1);
}

function exponentOf(held: Held, currency: number): number {
  const found = held.currency.find(({ id }) => id === currency);
  if (found === undefined) throw new Error(`there is no currency ${String(currency)}`);
  return found.exponent;
}

export function providerOf(held: Held): Row<'project'> {
  const [project] = held.project;
  if (project === undefined) throw new Error('there is no provider');
  return project;
}
