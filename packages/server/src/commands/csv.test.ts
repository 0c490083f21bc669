import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine } from './csv.ts';

test('a field with a comma, a quote or the end of a line is quoted, another is not', () => {
  expect(csvLine(['a', 'b c', '', 5])).toBe('a,b c,,5\r\n');
  expect(csvLine(['a,b', 'a"b', 'a\nb', 'a\rb'])).toBe('"a,b","a""b","a\nb","a\rb"\r\n');
});

test('what begins as a formula does is made a text, a negative number is not', () => {
  for (const formula of ['=1+1', '+1', '-1+1', '-', '--1', '-1.', '-1e5', '@a', '\ta'])
    expect(csvLine([formula])).toBe(`'${formula}\r\n`);
  expect(csvLine(['\r=1', '=1,2'])).toBe(`"'\r=1","'=1,2"\r\n`);
  for (const kept of ['-1', '-10.50', '1=1', 'a@b.example', ' =1', "'=1"]) expect(csvLine([kept])).toBe(`${kept}\r\n`);
  expect(csvLine([-5])).toBe('-5\r\n');
});

test('whatever is written is read again, but for the apostrophe before a formula', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\r', '\n', ' ', "'", '=', '-', '1', 'ж') });
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 2 })), (rows) => {
      const read = parse(rows.map((row) => csvLine(row)).join(''), { record_delimiter: '\r\n' });
      expect(read.map((row) => row.map((one) => one.replace(/^'(?=[=\r-])/, '')))).toEqual(
        rows.map((row) => row.map((one) => one.replace(/^'(?=[=\r-])/, ''))),
      );
    }),
  );
});
