import type { ShopExport } from './shop-exports';

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
const FIVE = 'OrderID,Customer,Amount,Status,OrderDate';

/** Files that one of the two readings once read otherwise than the other, or both falsely; the right values are worked out from READING.md. */
export const FOUND_CASES: readonly ShopExport[] = [
  {
    title: 'a row cut off in front of the order number that the others have, with another id in it',
    file: lines('id,customer,amount,status,order_date,order_number', '7,Ann,5,paid,2026-11-02,A7', '8,Bob,6,paid,2026-11-02'),
    expected: { source: 'standard', kept: ['A7,Ann,5,paid,2026-11-02'], quarantined: [[3, 'field-count']] },
  },
  {
    title: 'a row cut off behind the value that is tried first',
    file: lines('order_id,customer,amount,status,order_date,email', '7,Ann,5,paid,2026-11-02,a@m.example', '8,Bob,6,paid,2026-11-02'),
    expected: { source: 'standard', kept: ['7,Ann,5,paid,2026-11-02', '8,Bob,6,paid,2026-11-02'] },
  },
  {
    title: 'rows below an order without the empty fields at their end',
    file: lines(
      'Name,Email,Financial Status,Total,Created at,Lineitem name,Billing Name',
      '#1,a@m.example,paid,5.00,2026-11-02,Mug,Ann',
      '#1,a@m.example,,,2026-11-02,Cup',
      '#1,a@m.example,,',
      '#2,b@m.example,paid,,2026-11-02,Cup',
    ),
    expected: { source: 'shopify', kept: ['#1,Ann,5.00,paid,2026-11-02'], quarantined: [[5, 'field-count']], continuations: 2 },
  },
  {
    title: 'two dashes behind an amount, which are no cents or minus',
    file: lines(
      'OrderID;Customer;Amount;Status;OrderDate',
      '1;Ann;50,--;paid;2026-11-02',
      '2;Bob;50,-;paid;2026-11-02',
      '3;Cy;-50,-;paid;2026-11-02',
    ),
    expected: {
      source: 'standard',
      kept: ['2,Bob,50,paid,2026-11-02', '3,Cy,-50,paid,2026-11-02'],
      quarantined: [[2, 'bad-amount']],
    },
  },
  {
    title: 'a currency in the name of an amount that is empty',
    file: lines('order_id,customer,Amount (USD),Grand Total,order_date', '1,Ann,,€ 7.50,2026-11-02'),
    expected: { source: 'standard', kept: ['1,Ann,7.50,,2026-11-02'] },
  },
  {
    title: 'a currency column that denies the name of the amount',
    file: lines('order_id,customer,Amount (EUR),currency,order_date', '1,Ann,7.50,GBP,2026-11-02', '2,Bob,7.50,,2026-11-02'),
    expected: { source: 'standard', kept: ['2,Bob,7.50,,2026-11-02'], quarantined: [[2, 'bad-amount']] },
  },
  {
    title: 'a setting that denies the currency of a row',
    file: lines('order_id,customer,amount,currency,order_date', '1,Ann,7.50,USD,2026-11-02', '2,Bob,7.50,EUR,2026-11-02'),
    settings: { currency: 'EUR' },
    expected: { source: 'standard', kept: ['2,Bob,7.50,,2026-11-02'], quarantined: [[2, 'bad-amount']] },
  },
  {
    title: 'an amount that is too large to prove the mark of others',
    file: lines(
      FIVE,
      '1,Ann,"9,999,999,999,999,999,999.99",paid,2026-11-02',
      '2,Bob,"1,234",paid,2026-11-02',
      '3,Cy,5,paid,2026-11-02',
      '4,Di,5,paid,2026-11-02',
    ),
    expected: {
      source: 'standard',
      kept: ['3,Cy,5,paid,2026-11-02', '4,Di,5,paid,2026-11-02'],
      quarantined: [
        [2, 'bad-amount'],
        [3, 'ambiguous-amount'],
      ],
    },
  },
  {
    title: 'a line that names the delimiter below blank lines',
    file: lines('', ' ', 'sep=;', 'OrderID;Customer;Amount;Status;OrderDate', '1;Ann;5,50;paid;2026-11-02'),
    expected: { source: 'standard', kept: ['1,Ann,5.50,paid,2026-11-02'] },
  },
  {
    title: 'names that an encoding spoils',
    file: lines('Größe;order_id;customer;Amount (€);order_date', 'L;1;Ann;5,50;2026-11-02'),
    settings: { encoding: 'windows-1252' },
    expected: { error: 'InvalidReading' },
  },
  {
    title: 'a NUL in a row that has a field too many',
    file: lines(FIVE, '1,Ann,5,paid,2026-11-02', '2,B\0b,5,paid,2026-11-02,x'),
    expected: { source: 'standard', kept: ['1,Ann,5,paid,2026-11-02'], quarantined: [[3, 'nul-byte', 'field-count']] },
  },
  {
    title: 'an old cancelled order whose empty amount does not matter, and a pending one whose does',
    file: lines(
      FIVE,
      '1,Ann,,Cancelled,2026-01-02',
      '2,Bob,,pending,2026-01-02',
      '3,Cy,,cancelled,2026-11-20',
      '4,Di,5,paid,2026-11-20',
      '5,Ed,5,paid,2026-11-20',
    ),
    expected: {
      source: 'standard',
      kept: ['4,Di,5,paid,2026-11-20', '5,Ed,5,paid,2026-11-20'],
      dropped: ['1,Ann,,Cancelled,2026-01-02'],
      quarantined: [
        [3, 'bad-amount'],
        [4, 'bad-amount'],
      ],
    },
  },
  {
    title: 'a day that is the same in both orders',
    file: lines(FIVE, '1,Ann,5,paid,11/11/2026', '2,Bob,5,paid,12/12/2026 10:00'),
    expected: { source: 'standard', kept: ['1,Ann,5,paid,2026-11-11', '2,Bob,5,paid,2026-12-12'] },
  },
  {
    title: 'two days of which one excludes the month first and the other the year first',
    file: lines(FIVE, '1,Ann,5,paid,25/11/26', '2,Bob,5,paid,1/2/26', '3,Cy,5,paid,2026-11-02'),
    expected: { error: 'AmbiguousDates' },
  },
  {
    title: 'a column of another currency than the one that the upload names',
    file: lines('OrderID,Customer,Amount (USD),OrderDate', '1,Ann,52.10,2026-11-02'),
    settings: { columns: { Amount: 'Amount (EUR)' } },
    expected: { error: 'MissingColumns' },
  },
  {
    title: 'two columns that the name of the upload may mean',
    file: lines('OrderID,Customer,total,TOTAL,OrderDate', '1,Ann,48.20,52.10,2026-11-02'),
    settings: { columns: { Amount: 'Total' } },
    expected: { error: 'DuplicateColumns' },
  },
  {
    title: 'one of two columns, spelled as the upload names it',
    file: lines('OrderID,Customer,total,TOTAL,OrderDate', '1,Ann,48.20,52.10,2026-11-02'),
    settings: { columns: { Amount: 'TOTAL' } },
    expected: { source: 'standard', kept: ['1,Ann,52.10,,2026-11-02'] },
  },
  {
    title: 'a column that is called by a sign alone',
    file: lines('#,Customer,Amount,OrderDate', '1,Ann,48.20,2026-11-02'),
    settings: { columns: { OrderID: '#' } },
    expected: { source: 'standard', kept: ['1,Ann,48.20,,2026-11-02'] },
  },
  {
    title: 'an amount that may be what the other column says',
    file: lines('OrderID,Customer,Amount,Total,OrderDate', '1,Ann,"1,234",1234,2026-11-02', '2,Bob,7,7,2026-11-02', '3,Cy,8,8,2026-11-02'),
    expected: { source: 'standard', kept: ['2,Bob,7,,2026-11-02', '3,Cy,8,,2026-11-02'], quarantined: [[2, 'ambiguous-amount']] },
  },
  {
    title: 'sep= below a row of commas, which is not the first line',
    file: lines(',', 'sep=;', FIVE.replaceAll(',', ';'), '1;Ann;10.00;shipped;2026-11-01'),
    expected: { error: 'MissingColumns' },
  },
  {
    title: 'a NUL in the first line of a header below a row of empty fields',
    file: lines('""', '"\0Status,OrderDate,Amount,Customer'),
    expected: { error: 'NotUtf8' },
  },
  {
    title: 'a quote in front of sep= that is never closed',
    file: lines('"sep=;', FIVE.replaceAll(',', ';'), '1;Ann;10.00;shipped;2026-11-01'),
    expected: { error: 'MissingColumns' },
  },
  {
    title: 'a point behind the code of a currency, which may be the decimal mark',
    file: lines(FIVE, '1,Ann,CHF 7.50,shipped,2026-11-01', '2,Bob,CHF.50,shipped,2026-11-01', '3,Cy,8,shipped,2026-11-01'),
    expected: {
      source: 'standard',
      kept: ['1,Ann,7.50,shipped,2026-11-01', '3,Cy,8,shipped,2026-11-01'],
      quarantined: [[3, 'bad-amount']],
    },
  },
];
