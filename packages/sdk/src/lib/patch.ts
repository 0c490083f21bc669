import { TAKE_BACK } from '../features.ts';
import { attempt } from './attempt.ts';

const undo: (() => void)[] = [];

/**
 * Puts a function of ours in the place of one of the page's: it does something with the arguments, then what the old one
 * did. What is not there or frozen stays as it is.
 */
export const patch = (
  functions: Record<string, (this: unknown, ...args: unknown[]) => unknown>,
  name: string,
  before: (self: never, args: unknown[]) => unknown,
): unknown =>
  attempt(() => {
    const original = functions[name] as (...args: unknown[]) => unknown;
    const ours = (functions[name] = function (...args) {
      attempt(() => before(this as never, args));
      return original.apply(this, args);
    });
    if (TAKE_BACK)
      undo.push(() => {
        if (functions[name] === ours) functions[name] = original;
      });
  });

/** Puts back every old one, but where somebody else has put theirs in the place of ours. */
export const unpatch = (): void => undo.forEach((restore) => restore());
