import { bytesOf, dayOf, momentOf, monthOf } from '../../../dashboard/pages/format';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [7915, '7.9 KB'],
  [2_000_000_000, '2.0 GB'],
])('%i bytes are %s', (bytes, expected) => {
  expect(bytesOf(bytes)).toBe(expected);
});

test.each([
  ['2026-11-22', '22 November 2026', '2026-11-22'],
  ['2025-02-01', '1 February 2025', 'Feb 2025'],
  ['2025-13-01', '2025-13-01', '2025-13-01'],
  ['soon', 'soon', 'soon'],
])('"%s" is the day %s, and on an axis of months %s', (text, day, month) => {
  expect([dayOf(text), monthOf(text)]).toEqual([day, month]);
});

it('tells a moment in UTC', () => {
  expect(momentOf(new Date('2026-11-22T23:59:07.250Z'))).toEqual({ iso: '2026-11-22T23:59:07.250Z', text: '22 Nov 2026, 23:59:07 UTC' });
});
