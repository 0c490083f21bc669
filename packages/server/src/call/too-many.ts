import { PlatformError } from './platform-error.ts';
import type { Words } from './words.ts';

/** The error of a limit, which is told by HTTP 429 as well, with the time to wait. */
export class TooMany extends PlatformError {
  /** In milliseconds. */
  readonly wait: number;

  constructor(words: Words, wait: number) {
    super('auth', 'badip', words);
    this.name = 'TooMany';
    this.wait = wait;
  }
}

/** What has been tried too often, and when it may be tried again. */
export function tooMany(what: Words, wait: number): TooMany {
  const minutes = String(Math.ceil(wait / 60_000));
  return new TooMany(
    { en: `${what.en}; try again in ${minutes} min`, ru: `${what.ru}; повторите через ${minutes} мин` },
    wait,
  );
}
