import type { Words } from './words.ts';

/** What kind of error it is; the platform's own words, as its clients know them. */
export type ErrorType =
  'access' | 'auth' | 'missed' | 'value' | 'exists' | 'email_exist' | 'promocode_not_use' | 'pricelist_min_order';

/**
 * An error that the platform answers a request with, under HTTP 200.
 *
 * `object` names the parameter or thing it is about; some clients look at the type and some at the object, so both
 * are always there.
 */
export class PlatformError extends Error {
  readonly type: ErrorType;
  readonly object: string;
  readonly words: Words;
  /** What was given, where it may be repeated. */
  readonly value: string | undefined;

  constructor(type: ErrorType, object: string, words: Words, value?: string) {
    super(words.en);
    this.name = 'PlatformError';
    this.type = type;
    this.object = object;
    this.words = words;
    this.value = value;
  }
}

/** A parameter that a function needs and was not given. */
export const missed = (parameter: string): PlatformError =>
  new PlatformError('missed', parameter, {
    en: `'${parameter}' is missing`,
    ru: `не указан параметр '${parameter}'`,
  });

/** A parameter of something that there is, whose value stays what it was when it was made. */
export const neverChanges = (parameter: string, value: string): PlatformError =>
  new PlatformError(
    'value',
    parameter,
    { en: `'${parameter}' never changes`, ru: `'${parameter}' не меняется` },
    value,
  );
