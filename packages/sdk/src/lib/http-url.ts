import { attempt } from './attempt.ts';

/** An http or https address, `undefined` for anything else. (`URL.canParse` is too young: Chrome 120, Safari 17.) */
export function httpUrl(address: string | URL | undefined, base?: string): URL | undefined {
  const url = address === undefined ? undefined : attempt(() => new URL(address, base));
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
