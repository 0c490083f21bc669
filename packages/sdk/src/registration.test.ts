import { expect, test } from '@jest/globals';
import { fillRegistrationForms, registrationParameters } from './registration.ts';

test('on a server there is nothing to add, not even the server’s time zone, and nothing is thrown', () => {
  const billref = { clickId: () => '1762745305.hvtgBc', partner: () => '2' };
  expect(registrationParameters(billref)).toEqual({});
  expect(() => {
    fillRegistrationForms(billref)();
  }).not.toThrow();
});
