// Prints what jest counted as the last line of a CI run. A failure before or beside the tests (lint, types) counts as one.
const { readFileSync } = require('node:fs');

const [, , file, status] = process.argv;
let counted = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 0 };
try {
  counted = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  console.log('no test results were written');
}
const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
const other = failed === 0 && status !== '0' ? 1 : 0;
console.log(`${counted.numPassedTests} passed, ${failed + other} failed, ${counted.numPendingTests} skipped`);
