/**
 * What a password costs whoever tries it: one of the sets OWASP's password storage cheat sheet calls sufficient for
 * scrypt; the least memory of them at once. In a file of its own, in whose place Jest has a cheap one.
 */
export const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
