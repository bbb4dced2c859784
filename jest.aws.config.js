const base = require('./jest.config.js');

/** `npm run test:aws`: the contract tests against AWS, or whatever AWS_ENDPOINT_URL names. A crawl in AWS takes minutes. */
module.exports = { ...base, testMatch: ['<rootDir>/test/aws/**/*.aws.ts'], testTimeout: 900_000, maxWorkers: 1 };
