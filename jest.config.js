const { join } = require('node:path');

// What the tests of the packages start runs TypeScript too, and no package knows where it lies.
process.env.TYPESCRIPT_LOADER = join(__dirname, 'register.cjs');

/** TypeScript 7 has no JavaScript compiler API, so SWC transforms; types are checked by `npm run types`. */
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Packages that are ES modules alone, which Node 20.19 can require and Jest cannot.
  transformIgnorePatterns: ['/node_modules/(?!hyparquet(-writer)?/)'],
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/packages/*/test/**/*.test.ts'],
  transform: {
    '^.+\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  setupFiles: ['<rootDir>/test/support/setup.ts'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local'],
  testTimeout: 60_000,
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/test/support/results-reporter.cjs'],
};
