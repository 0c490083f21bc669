/** Unit and integration tests; `npm test` runs them on the pinned Node with `--experimental-vm-modules`. */
export default {
  // Where others want the core too, what takes no time takes seconds.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/packages/*/src/**/*.test.ts', '<rootDir>/packages/*/src/**/*.test.tsx'],
  globalSetup: '<rootDir>/packages/server/testing/jest-postgres.mjs',
  globalTeardown: '<rootDir>/packages/server/testing/jest-postgres-stop.mjs',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^@billref/protocol$': '<rootDir>/packages/protocol/src/index.ts',
    // As `sessions/password.ts` alone names it.
    '^\\./password-cost\\.ts$': '<rootDir>/packages/server/testing/cheap-password-cost.ts',
  },
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2024',
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
};
