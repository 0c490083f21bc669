import { PlatformError } from './platform-error.ts';

/** A row that a parameter names and that the provider does not have: it may be another's, which looks the same. */
export const noSuch = (parameter: string, value: string | number): PlatformError =>
  new PlatformError(
    'value',
    parameter,
    { en: `there is nothing with this '${parameter}'`, ru: `нет ничего с таким '${parameter}'` },
    String(value),
  );
