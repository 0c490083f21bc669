/** What kind of error it is; the platform's own words, as its clients know them. */
export type ErrorType = 'access' | 'auth' | 'missed' | 'value' | 'exists' | 'email_exist';

/**
 * An error that the platform answers a request with, under HTTP 200.
 *
 * `object` names the parameter or thing it is about; some clients look at the type and some at the object, so both
 * are always there.
 */
export class PlatformError extends Error {
  readonly type: ErrorType;
  readonly object: string;
  /** What was given, where it may be repeated. */
  readonly value: string | undefined;

  constructor(type: ErrorType, object: string, message: string, value?: string) {
    super(message);
    this.name = 'PlatformError';
    this.type = type;
    this.object = object;
    this.value = value;
  }
}
