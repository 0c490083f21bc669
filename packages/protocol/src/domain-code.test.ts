import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { domainCode, domainOfCode } from './domain-code.ts';

test('the - symbols are changed into _, the . into ____________ (seed 002)', () => {
  expect(domainCode('example.ru')).toBe('example____________ru');
  expect(domainCode('my-site.co.uk')).toBe('my_site____________co____________uk');
});

test('a code is read back as the name it was made of', () => {
  const label = fc.stringMatching(/^[a-z\d]([a-z\d-]{0,20}[a-z\d])?$/).filter((text) => !text.includes('-'.repeat(12)));
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
      const name = labels.join('.');
      expect(domainOfCode(domainCode(name))).toBe(name);
    }),
  );
});

test.each(['', '_a', 'a_', `${'_'.repeat(12)}ru`, `a${'_'.repeat(12)}`, `a${'_'.repeat(13)}ru`, 'a.ru', 'a-b', 'a:1'])(
  '%j is no host name’s code, or could be several’s',
  (code) => {
    expect(domainOfCode(code)).toBeUndefined();
  },
);

test('what is read has the code it was read from', () => {
  const text = fc.stringMatching(/^[a-z_]{0,30}$/);
  fc.assert(
    fc.property(text, (code) => {
      const name = domainOfCode(code);
      if (name !== undefined) expect(domainCode(name)).toBe(code);
    }),
  );
});

test('limitation: a name with twelve hyphens in a row is read as one with a dot', () => {
  expect(domainOfCode(domainCode(`a${'-'.repeat(12)}b.ru`))).toBe('a.b.ru');
});
