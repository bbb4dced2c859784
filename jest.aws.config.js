const base = require('./jest.config.js');

// The CLI's name for the region will do too; an endpoint of one's own is in the first one unless told otherwise.
const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? (process.env.AWS_ENDPOINT_URL && 'us-east-1');
if (region) process.env.AWS_REGION = region;

/** `npm run test:aws`: the contract tests against AWS, or the address in AWS_ENDPOINT_URL. A crawl in AWS takes minutes. */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/aws/**/*.aws.ts', '<rootDir>/packages/*/test/aws/**/*.aws.ts'],
  testTimeout: 900_000,
  maxWorkers: 1,
};
