import { attempt } from './attempt.ts';

/** An address, or `undefined` for what is none. (`URL.canParse` is too young: Chrome 120, Safari 17.) */
export const parseUrl = (address: string | URL | null | undefined, base?: string): URL | undefined =>
  attempt(() => new URL(address as string, base));
