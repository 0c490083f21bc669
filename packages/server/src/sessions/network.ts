import { isIPv4, isIPv6 } from 'node:net';

/**
 * Whose address it is, as far as limits are concerned: an IPv4 address, or the 64 bits of an IPv6 address that one
 * subscriber has the rest of (RFC 6177). What is no address is nobody's in particular: who could write it at will would
 * have a new one for each guess.
 */
export function networkOf(address: string | undefined): string {
  const [plain = ''] = (address ?? '').split('%');
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return isIPv4(plain) ? plain : '';
  const [head = '', tail] = plain.toLowerCase().split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  // An IPv4 address at the end takes the place of two groups.
  const length = before.length + after.length + (plain.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - length)).fill('0');
  const prefix = [...before, ...zeros, ...after].slice(0, 4).map((group) => parseInt(group, 16).toString(16));
  return `${prefix.join(':')}::/64`;
}
