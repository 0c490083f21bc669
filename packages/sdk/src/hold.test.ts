import { expect, test } from '@jest/globals';
import { hold } from './hold.ts';

test('on a server nothing is held and nothing is thrown', () => {
  const ready = Promise.resolve({ status: 'failed', reason: 'inert' } as const);
  expect(() => {
    hold({ ready, clickId: () => undefined, decorate: String })();
  }).not.toThrow();
});
