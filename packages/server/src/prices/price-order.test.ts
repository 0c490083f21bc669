import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readParametersOfOrder, writeParameters } from './order-parameters.ts';
import { type Addon, isSoldFor, priceOrder } from './price-order.ts';

const addon = (one: Partial<Addon> & Pick<Addon, 'id' | 'addontype'>): Addon => ({
  name: `Add-on ${String(one.id)}`,
  intname: 'disk',
  maximum: null,
  main: null,
  costs: new Map(),
  elements: [],
  ...one,
});
const month = (cost: number) => new Map([[1, cost]]);

const addons: readonly Addon[] = [
  addon({ id: 1, addontype: 1, costs: month(200) }),
  addon({ id: 2, addontype: 2, costs: month(3), maximum: 5000 }),
  addon({
    id: 3,
    addontype: 3,
    elements: [
      { id: 7, name: 'Debian', costs: month(0) },
      { id: 8, name: 'Windows', costs: month(900) },
      { id: 9, name: 'Yearly only', costs: new Map([[12, 1]]) },
    ],
  }),
  addon({ id: 4, addontype: 3 }),
  addon({ id: 5, addontype: 2, main: 4, costs: month(10) }),
  addon({ id: 6, addontype: 1, main: 4, costs: month(70) }),
];
const price = (chosen: Record<string, string>, period = 1) => priceOrder({ cost: 1000, period, addons, chosen });

describe('an order costs its tariff and the add-ons that were chosen', () => {
  test.each<[what: string, chosen: Record<string, string>, cost: number]>([
    ['nothing', {}, 1000],
    ['one that is taken', { 1: 'on' }, 1200],
    ['one that is not', { 1: 'off' }, 1000],
    ['an amount (seed 002: integer value of the resource)', { 2: '2048' }, 1000 + 2048 * 3],
    ['none of it', { 2: '0' }, 1000],
    ['an element (seed 002: id of the enumeration element)', { 3: '8' }, 1900],
    ['an element that costs nothing', { 3: '7' }, 1000],
    ['one of several add-ons, with its amount (seed 002: "client can choose")', { 4: '5', 5: '12' }, 1120],
    ['one of several add-ons that is just taken', { 4: '6' }, 1070],
    ['the same, said twice', { 4: '6', 6: 'on' }, 1070],
    ['everything', { 1: '1', 2: '1', 3: '8', 4: '5', 5: '1' }, 1000 + 200 + 3 + 900 + 10],
  ])('%s', (_, chosen, cost) => {
    expect(price(chosen)).toMatchObject({ kind: 'priced', cost });
  });

  test.each<[what: string, chosen: Record<string, string>, refused: string]>([
    ['of another tariff', { 99: 'on' }, '99'],
    ['that is neither taken nor not', { 1: 'maybe' }, '1'],
    ['beyond its maximum', { 2: '5001' }, '2'],
    ['below nothing', { 2: '-1' }, '2'],
    ['that is no whole number', { 2: '1.5' }, '2'],
    ['with an element of another', { 3: '5' }, '3'],
    ['with an element not sold for the period', { 3: '9' }, '3'],
    ['that was not the one chosen', { 4: '6', 5: '1' }, '5'],
    ['of several, without the choice', { 5: '1' }, '5'],
  ])('an add-on %s is refused by its id', (_, chosen, refused) => {
    expect(price(chosen)).toEqual({ kind: 'refused', addon: refused });
  });

  test('an add-on without a price for the period is not sold for it', () => {
    expect(price({ 2: '1' }, 12)).toEqual({ kind: 'refused', addon: '2' });
    expect(addons.filter((one) => isSoldFor(one, 12, addons)).map(({ id }) => id)).toEqual([3]);
    expect(addons.filter((one) => isSoldFor(one, 1, addons)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  const value = fc.oneof(fc.constantFrom('on', 'off', '7', '8', '5', '6', '0'), fc.nat(6000).map(String), fc.string());
  const choices = fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), value);

  test('the whole is the sum of its parts, whatever is chosen', () => {
    fc.assert(
      fc.property(choices, fc.nat(9_000_000), (chosen, cost) => {
        const priced = priceOrder({ cost, period: 1, addons, chosen });
        if (priced.kind === 'refused') expect(chosen).toHaveProperty(priced.addon);
        else expect(priced.cost).toBe(priced.addons.reduce((sum, part) => sum + part.cost, cost));
      }),
    );
  });

  test('an order that costs more than the tables can hold is refused', () => {
    const dear = [addon({ id: 1, addontype: 2, costs: month(9_000_000_000_000) })];
    const order = { cost: 1, period: 1, addons: dear };
    expect(priceOrder({ ...order, chosen: { 1: '1' } })).toEqual({ kind: 'refused', addon: '1' });
    expect(priceOrder({ ...order, chosen: { 1: '999999999' } })).toEqual({ kind: 'refused', addon: '1' });
  });

  test('the same choice is the same text, which costs the same when it is read again', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const priced = price(chosen);
        if (priced.kind === 'refused') return;
        const text = writeParameters(priced.addons, { domain: 'example.com' });
        expect(writeParameters(priced.addons.toReversed(), { domain: 'example.com' })).toBe(text);
        const read = readParametersOfOrder(text);
        expect(read.particulars).toEqual({ domain: 'example.com' });
        expect(price(read.chosen)).toMatchObject({ cost: priced.cost });
      }),
    );
  });
});
