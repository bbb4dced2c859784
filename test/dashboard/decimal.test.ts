import { averageOf, compareDecimals, differenceOf, isDecimal, plainOf, sumOf } from '../../dashboard/decimal';

test.each([
  ['0', true],
  ['-1234.50', true],
  ['12345678901234567890.12', true],
  ['007', false],
  ['1e3', false],
  ['3.868E7', true],
  ['-1.5E-3', true],
  ['1.5E+3', false],
  ['1E9999', false],
  ['9'.repeat(101), false],
  ['NaN', false],
  ['.5', false],
  ['5.', false],
  ['1,000', false],
  ['', false],
])('isDecimal("%s") is %s', (text, expected) => {
  expect(isDecimal(text)).toBe(expected);
});

test.each([
  [[], '0'],
  [['0.10', '0.20'], '0.30'],
  [['1', '2.5', '-0.25'], '3.25'],
  [['-0.01', '-0.02'], '-0.03'],
  [['9007199254740993.01', '0.01'], '9007199254740993.02'],
])('sumOf(%j) is %s', (decimals, expected) => {
  expect(sumOf(decimals)).toBe(expected);
});

test.each([
  ['1', '2.50', '-1.50'],
  ['9007199254740993.02', '9007199254740993.01', '0.01'],
  ['3.868E7', '0.5', '38679999.5'],
])('differenceOf(%s, %s) is %s', (a, b, expected) => {
  expect(differenceOf(a, b)).toBe(expected);
});

test.each([
  ['10.00', 3n, '3.33'],
  ['20.00', 3n, '6.67'],
  ['0.01', 2n, '0.01'],
  ['-0.01', 2n, '-0.01'],
  ['-10.00', 3n, '-3.33'],
  ['7', 2n, '4'],
])('averageOf(%s, %s) is %s', (total, count, expected) => {
  expect(averageOf(total, count)).toBe(expected);
});

test.each([
  ['3.868E7', '38680000'],
  ['-1.23456789012E9', '-1234567890.12'],
  ['1.0E7', '10000000'],
  ['1.5E-3', '0.0015'],
  ['1.0E0', '1'],
  ['12.50', '12.50'],
  ['x', undefined],
])('plainOf("%s") is %s', (text, expected) => {
  expect(plainOf(text)).toBe(expected);
});

test.each([
  ['1', '2', -1],
  ['-1', '-2', 1],
  ['1.0', '1', 0],
  ['9007199254740993', '9007199254740992.99', 1],
  ['3.868E7', '38680000', 0],
])('compareDecimals(%s, %s) has the sign of %i', (a, b, expected) => {
  expect(Math.sign(compareDecimals(a, b))).toBe(expected);
});
