import { durationOf } from '../../pipeline/duration';

test.each([
  [-5, '0 ms'],
  [99.4, '99 ms'],
  [249, '0.2 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_400, '59 s'],
  [245_000, '4 min 5 s'],
  [7_800_000, '2 h 10 min'],
])('%i ms is %s', (milliseconds, expected) => {
  expect(durationOf(milliseconds)).toBe(expected);
});
