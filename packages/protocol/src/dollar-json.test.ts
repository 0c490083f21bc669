import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AnswerElement, asArray, decodeDollar, encodeDollar } from './dollar-json.ts';

test('text is $, an attribute is $name, a child is an object', () => {
  expect(
    encodeDollar({
      attributes: { func: 'referralprogram.registerclick' },
      children: { cntid: { text: '1762745305.hvtgBc' }, ok: {} },
    }),
  ).toEqual({ $func: 'referralprogram.registerclick', cntid: { $: '1762745305.hvtgBc' }, ok: {} });
});

describe('a list with one element', () => {
  const list: AnswerElement = { children: { elem: [{ children: { id: { text: '1' } } }] } };
  test('stays a list in sjson and xjson', () => {
    expect(encodeDollar(list)).toEqual({ elem: [{ id: { $: '1' } }] });
  });
  test('is the bare element in json', () => {
    expect(encodeDollar(list, () => false)).toEqual({ elem: { id: { $: '1' } } });
  });
});

const name = fc.string({ minLength: 1 }).filter((text) => !text.startsWith('$'));
const { element } = fc.letrec<{ element: AnswerElement }>((tie) => ({
  element: fc.record(
    {
      attributes: fc.dictionary(name, fc.string(), { minKeys: 1, maxKeys: 3 }),
      text: fc.string(),
      children: fc.dictionary(name, fc.oneof(tie('element'), fc.array(tie('element'), { maxLength: 3 })), {
        minKeys: 1,
        maxKeys: 3,
      }),
    },
    { requiredKeys: [] },
  ),
}));

test('decode ∘ encode is the identity, through JSON text too', () => {
  fc.assert(
    fc.property(element, (value) => {
      expect(decodeDollar(JSON.parse(JSON.stringify(encodeDollar(value))) as ReturnType<typeof encodeDollar>)).toEqual(
        plain(value),
      );
    }),
  );
});

test('bare or not, asArray reads the same list', () => {
  fc.assert(
    fc.property(fc.array(element, { minLength: 1, maxLength: 3 }), (list) => {
      const read = (staysList: boolean) =>
        asArray(decodeDollar(encodeDollar({ children: { elem: list } }, () => staysList)).children?.elem).length;
      expect(read(false)).toBe(list.length);
      expect(read(true)).toBe(list.length);
    }),
  );
  expect(asArray(undefined)).toEqual([]);
});

test('a string where a child must stand is refused by name', () => {
  expect(() => decodeDollar({ elem: 'text' })).toThrow("'elem' is a string");
});

/** Without the undefined properties and missing prototypes that JSON cannot carry. */
const plain = (value: AnswerElement): unknown => JSON.parse(JSON.stringify(value));
