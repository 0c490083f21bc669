import { DEBUG } from '../features.ts';

/** Says on the console what was decided and why, in the build for debugging; in the others it is nothing. */
export const explain = (...words: readonly unknown[]): void => {
  if (DEBUG) console.info('billref:', ...words);
};
