/** In place of `sessions/password-cost.ts` under Jest: nobody guesses the passwords of tests, which make thousands. */
export const COST = { N: 2, r: 1, p: 1, maxmem: 1024 * 1024 };
