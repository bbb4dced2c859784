import { filterText } from './run-filter';

/** Beside FILTER-SPEC.md, "Judging a row". */

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate';
const paths = [{ fastPath: true }, { fastPath: false }];

/** The rules that the row breaks, or kept, or dropped. */
function validate(row: string, asOf = '2025-04-21'): string[] {
  return paths.map(path => {
    const { report } = filterText(`${HEADER}\n${row}\n`, { ...path, asOf });
    return report.examples[0]?.rule ?? (report.kept === 1 ? 'kept' : 'dropped');
  });
}

const order = ({ id = 'O1', customer = 'Bob', amount = '1', status = 'shipped', date = '2025-01-01' }) =>
  [id, customer, amount, status, date].join(',');

describe('an amount is kept', () => {
  it.each(['-5', '0', '007', '1.5', '1.50', '-0.01', '1234567890123456', '1234567890123456.99', ' 5 ', '"5"', '\u00a05'])('%j', amount => {
    expect(validate(order({ amount }))).toEqual(['kept', 'kept']);
  });
});

describe('an amount is bad-amount', () => {
  it.each([
    '',
    '-',
    '1e3',
    'NaN',
    '--5',
    '12345678901234567',
    '1.2.3',
    '٣',
    '5\u200b',
    '１',
    '10%',
    '1 2',
    '5 or 6',
    '-(5)',
    '($5',
    '$5$',
    '€ USD 5',
    '0x5',
  ])('%j', amount => {
    expect(validate(order({ amount }))).toEqual(['bad-amount', 'bad-amount']);
  });
});

describe('a date is kept', () => {
  it.each(['2025-01-31', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', ' 2025-01-31\t', '"2025-01-31"'])('%j', date => {
    expect(validate(order({ date }))).toEqual(['kept', 'kept']);
  });
});

describe('a date is bad-date', () => {
  it.each([
    '',
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-01',
    '2025-01-00',
    '0000-01-01',
    '+2025-01-01',
    '2025-01-0１',
    '2025-01-011',
    '2025-01-01x',
    '2025-01-01T25:00',
    '2025-01/01',
    '45963',
    '45963.43',
    '1761986100',
    '31/12/99',
    '"Nov 31, 2026"',
    'Nov 2026',
  ])('%j', date => {
    expect(validate(order({ date }))).toEqual(['bad-date', 'bad-date']);
  });
});

describe('a row is named by the rules that it breaks', () => {
  it.each([
    ['bad-quoting', '"O\0"x,,x'],
    ['nul-byte; field-count', 'O1\0,x'],
    ['nul-byte', ',,\0,,'],
    ['field-count', ',,x,'],
    ['field-count', 'O1,Bob,1,shipped,2025-01-01,x'],
    ['empty-id; empty-customer; bad-amount; bad-date', ' \u3000,,x,,x'],
    ['empty-customer; bad-amount; bad-date', 'O1,"",x,,x'],
    ['bad-amount; bad-date', 'O1,Bob,x,,x'],
    ['bad-date', 'O1,Bob,1,,x'],
    ['bad-date', 'O1,Bob,1,cancelled,1999-02-29'],
  ])('%s: %j', (rule, row) => {
    expect(validate(row)).toEqual([rule, rule]);
  });

  it.each(['NULL', 'N/A', '-', '0', '=1+1', '\u200b', '\x01'])('%j is an id and a customer', value => {
    expect(validate(order({ id: value, customer: value }))).toEqual(['kept', 'kept']);
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
    ['dropped', 'canceled', '2025-03-22', 'of another spelling'],
    ['kept', 'pending.', '2025-03-22', 'of another status'],
    ['kept', 'shipped', '2025-03-22', 'of another status'],
  ])('%s: %j of %s, %s', (verdict, status, date) => {
    expect(validate(order({ status, date }))).toEqual([verdict, verdict]);
  });

  it.each([
    ['2025-03-01', '2025-01-30', '2025-01-31'],
    ['2024-03-01', '2024-01-31', '2024-02-01'],
    ['2025-01-01', '2024-12-02', '2024-12-03'],
    ['0001-01-31', '0001-01-01', '0001-01-02'],
  ])('as of %s dropped on %s and kept on %s', (asOf, old, young) => {
    expect(validate(order({ status: 'pending', date: old }), asOf)).toEqual(['dropped', 'dropped']);
    expect(validate(order({ status: 'pending', date: young }), asOf)).toEqual(['kept', 'kept']);
  });

  it('kept as of a day that has no day 30 days before', () => {
    expect(validate(order({ status: 'pending', date: '0001-01-01' }), '0001-01-30')).toEqual(['kept', 'kept']);
  });

  it('dropped by other statuses and days where the settings say so', () => {
    const rules = { dropStatuses: ['canceled', 'k'], dropAfterDays: 0, maxBadShare: 1 };
    const rows = ['canceled', 'K', '\u212a', 'pending'].map(status => order({ status, date: '2025-04-21' }));
    for (const path of paths) {
      const { report } = filterText([HEADER, ...rows].join('\n'), { ...path, rules, asOf: '2025-04-21' });
      expect(report).toMatchObject({ dropped: 2, kept: 2 });
    }
  });
});
