// Prints what jest counted as the last line of a CI run. A failure before or beside the tests (lint, types) counts as one.
const { readFileSync } = require('node:fs');

const [, , status, ...files] = process.argv;
const counted = files.flatMap(file => {
  const text = readFileSync(file, 'utf8');
  return text === '' ? [] : [JSON.parse(text)];
});
if (counted.length === 0) console.log('no test results were written');
const sum = name => counted.reduce((total, each) => total + each[name], 0);
const failed = sum('numFailedTests') + sum('numRuntimeErrorTestSuites');
const other = failed === 0 && status !== '0' ? 1 : 0;
if (sum('numPendingTests') > 0) console.log(`${sum('numPendingTests')} skipped`);
console.log(`${sum('numPassedTests')} passed, ${failed + other} failed`);
