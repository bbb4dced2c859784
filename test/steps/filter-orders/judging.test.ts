import { filterText } from './run-filter';

/** Beside FILTER-SPEC.md, "Judging a row". */

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate';
const paths = [{ fastPath: true }, { fastPath: false }];

/** The rule that the row breaks, or kept, or dropped. */
function judge(row: string, asOf = '2025-04-21'): string[] {
  return paths.map(path => {
    const { report } = filterText(`${HEADER}\n${row}\n`, { ...path, asOf });
    return Object.keys(report.rules)[0] ?? (report.kept === 1 ? 'kept' : 'dropped');
  });
}

const order = ({ id = 'O1', customer = 'Bob', amount = '1', status = 'shipped', date = '2025-01-01' }) =>
  [id, customer, amount, status, date].join(',');

describe.each(['bad-amount', 'kept'])('an amount is %s', verdict => {
  const amounts: Readonly<Record<string, readonly string[]>> = {
    kept: ['-5', '0', '007', '1.5', '1.50', '-0.01', '1234567890123456', '1234567890123456.99', ' 5 ', '"5"', '\u00a05'],
    'bad-amount': [
      '',
      '-',
      '+5',
      '.5',
      '5.',
      '1e3',
      '"1,000.00"',
      '$5',
      '12.345',
      'NaN',
      '--5',
      '5-',
      '12345678901234567',
      '1.2.3',
      '٣',
      '- 5',
      '5\u200b',
      '１',
    ],
  };
  it.each(amounts[verdict] ?? [])('%j', amount => {
    expect(judge(order({ amount }))).toEqual([verdict, verdict]);
  });
});

describe.each(['bad-date', 'kept'])('a date is %s', verdict => {
  const dates: Readonly<Record<string, readonly string[]>> = {
    kept: ['2025-01-31', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', ' 2025-01-31\t', '"2025-01-31"'],
    'bad-date': [
      '',
      '2025-02-29',
      '1900-02-29',
      '2025-04-31',
      '2025-13-01',
      '2025-00-01',
      '2025-01-00',
      '0000-01-01',
      '2025-1-1',
      '20250101',
      '2025/01/01',
      '01-01-2025',
      '2025-01-01T00:00:00Z',
      '+2025-01-01',
      '2025-01-0１',
      '2025-01-011',
    ],
  };
  it.each(dates[verdict] ?? [])('%j', date => {
    expect(judge(order({ date }))).toEqual([verdict, verdict]);
  });
});

describe('a row is named by the first rule that it breaks', () => {
  it.each([
    ['bad-quoting', ' "O\0",,x'],
    ['nul-byte', 'O1\0,x'],
    ['nul-byte', ',,\0,,'],
    ['field-count', ',,x,'],
    ['field-count', 'O1,Bob,1,shipped,2025-01-01,'],
    ['empty-id', ' \u3000,,x,,x'],
    ['empty-customer', 'O1,"",x,,x'],
    ['bad-amount', 'O1,Bob,x,,x'],
    ['bad-date', 'O1,Bob,1,,x'],
    ['bad-date', 'O1,Bob,1,cancelled,1999-02-29'],
  ])('%s: %j', (rule, row) => {
    expect(judge(row)).toEqual([rule, rule]);
  });

  it.each(['NULL', 'N/A', '-', '0', '=1+1', '\u200b', '\x01'])('%j is an id and a customer', value => {
    expect(judge(order({ id: value, customer: value }))).toEqual(['kept', 'kept']);
  });
});

describe('a good row is', () => {
  it.each([
    ['dropped', 'pending', '2025-03-22', 'exactly 30 days old'],
    ['kept', 'pending', '2025-03-23', '29 days old'],
    ['dropped', 'cancelled', '0001-01-01', 'very old'],
    ['kept', 'pending', '9999-12-31', 'in the future'],
    ['dropped', 'CanCelled', '2025-03-22', 'in any case'],
    ['dropped', '\u00a0Pending ', '2025-03-22', 'once trimmed'],
    ['dropped', '"pending"', '2025-03-22', 'without its quotes'],
    ['kept', '', '2025-03-22', 'without a status'],
    ['kept', 'canceled', '2025-03-22', 'of another spelling'],
    ['kept', 'pending.', '2025-03-22', 'of another status'],
    ['kept', 'shipped', '2025-03-22', 'of another status'],
  ])('%s: %j of %s, %s', (verdict, status, date) => {
    expect(judge(order({ status, date }))).toEqual([verdict, verdict]);
  });

  it.each([
    ['2025-03-01', '2025-01-30', '2025-01-31'],
    ['2024-03-01', '2024-01-31', '2024-02-01'],
    ['2025-01-01', '2024-12-02', '2024-12-03'],
    ['0001-01-31', '0001-01-01', '0001-01-02'],
  ])('as of %s dropped on %s and kept on %s', (asOf, old, young) => {
    expect(judge(order({ status: 'pending', date: old }), asOf)).toEqual(['dropped', 'dropped']);
    expect(judge(order({ status: 'pending', date: young }), asOf)).toEqual(['kept', 'kept']);
  });

  it('kept as of a day that has no day 30 days before', () => {
    expect(judge(order({ status: 'pending', date: '0001-01-01' }), '0001-01-30')).toEqual(['kept', 'kept']);
  });

  it('dropped by other statuses and days where the settings say so', () => {
    const settings = { dropStatuses: ['canceled', 'k'], dropAfterDays: 0, maxBadShare: 1 };
    const rows = ['canceled', '\u212a', 'pending'].map(status => order({ status, date: '2025-04-21' }));
    for (const path of paths) {
      const { report } = filterText([HEADER, ...rows].join('\n'), { ...path, settings, asOf: '2025-04-21' });
      expect(report).toMatchObject({ dropped: 2, kept: 1 });
    }
  });
});
