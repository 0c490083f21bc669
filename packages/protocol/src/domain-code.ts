const DOT = '_'.repeat(12);

/**
 * The name of a domain as order links write it: each `-` becomes `_` and each `.` twelve of them (seed 002), so that
 * `my-site.com` is `my_site____________com`.
 *
 * @param name a host name in ASCII
 */
export const domainCode = (name: string): string => name.replace(/-/g, '_').replace(/\./g, DOT);

/**
 * The name behind a code: twelve `_` in a row are a dot, fewer are hyphens.
 *
 * @returns `undefined` where the code is no host name's, or could be several's: a label neither begins nor ends with a
 *   hyphen, so that more than twelve `_` in a row are no dot and hyphen. A name with twelve hyphens in a row has the code
 *   of one with a dot, and is read as that.
 */
export function domainOfCode(code: string): string | undefined {
  const label = '[a-z\\d]+(?:_{1,11}[a-z\\d]+)*';
  if (!new RegExp(`^${label}(?:${DOT}${label})*$`, 'i').test(code)) return undefined;
  return code.split(DOT).join('.').replace(/_/g, '-');
}
