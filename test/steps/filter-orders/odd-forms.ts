import fc from 'fast-check';

/** Files of many forms, with values of any kind in them: what is compared is one way of reading with another. */
export function oddForms(): fc.Arbitrary<Uint8Array> {
  return fc
    .record({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      header: fc.constantFrom(...HEADERS),
      rows: fc.array(
        fc.record({ values: fc.tuple(id, customer, amount, status, date, currency, other), quoted: fc.integer({ min: 0, max: 127 }) }),
        {
          maxLength: 12,
        },
      ),
      end: fc.constantFrom('\n', '\n', '\r\n', '\r'),
      form: fc.record({ date: fc.option(date), amount: fc.option(amount) }),
    })
    .map(({ delimiter, header, rows, end, form }) => {
      const field = (value: string, isQuoted: boolean) =>
        isQuoted || value.includes(delimiter) || value.includes('"') ? `"${value.replaceAll('"', '""')}"` : value;
      const lines = rows.map(({ values: [one, two, three, four, five, six, seven], quoted }) => {
        const order = [one, two, form.amount ?? three, four, form.date ?? five, six, seven];
        return header.order.map(index => field(order[index] ?? '', ((quoted >> index) & 1) === 1)).join(delimiter);
      });
      const names = header.names.map(name => field(name, false)).join(delimiter);
      return new Uint8Array(Buffer.from([names, ...lines].join(end) + end, 'utf8'));
    });
}

/** Names, and which of the values below stand under each: id, customer, amount, status, date, currency, something else. */
const HEADERS = [
  { names: ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate'], order: [0, 1, 2, 3, 4] },
  { names: ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate', 'Currency'], order: [0, 1, 2, 3, 4, 5] },
  { names: ['order_date', 'notes', 'customer_id', 'email', 'Total ($)', 'order id'], order: [4, 6, 0, 1, 2, 0] },
  {
    names: ['Name', 'Billing Name', 'Email', 'Total', 'Financial Status', 'Created at', 'Currency', 'Cancelled at'],
    order: [0, 1, 6, 2, 3, 4, 5, 6],
  },
  { names: ['id', 'Customer Email', 'Amount', 'Status', 'Created (UTC)', 'Currency'], order: [0, 1, 2, 3, 4, 5] },
  { names: ['Order ID', 'Full Name', 'Order Total', 'Status', 'Sale Date', 'Currency'], order: [0, 1, 2, 3, 4, 5] },
  { names: ['Order ID', 'Customer', 'Amount', 'Total', 'Status', 'Order Status', 'Date'], order: [0, 1, 2, 2, 3, 6, 4] },
] as const;

const id = fc.constantFrom('1', '1', '2', '#3', '', '0', 'ö', '="7"', '=7');
const customer = fc.constantFrom('Ann', 'Bob Ray', 'Smith, J', 'a;b', 'Zoë', '0', '', ' x', 'a\\b', 'a "b"', '=1');
const amount = fc.constantFrom(
  ...[
    '1',
    '12.5',
    '12,5',
    '1.234,50',
    '1,234.50',
    '1.234',
    '1,234',
    '-7,25',
    '007,5',
    '0,123',
    '12.345.678',
    '1,2,3',
    '5.',
    ',5',
    '12,50 €',
    '$5',
  ],
  ...['', '1.234,5x', '1234567890123456,78', '12345678901234567,8', '1.50.2', '1,23,456.7', '--5', '1..5', '1,50,', '1.234,567'],
);
const status = fc.constantFrom('shipped', 'pending', 'Cancelled', 'voided', 'Failed', '', 'x, y');
const date = fc.constantFrom(
  ...[
    '2026-11-02',
    '2026-11-25',
    '2026-25-11',
    '02/11/2026',
    '25/11/2026',
    '11/25/2026',
    '2/1/2026',
    '5/5/2026',
    '02.11.2026',
    '11.25.2026',
  ],
  ...[
    '02-11-26',
    '25-11-26',
    '11-25-26',
    '31-11-31',
    '2026-11-02 10:15',
    '2026-11-02T10:15:01Z',
    '02/11/2026 10:15:01 -0500',
    '2/1/2026 9:05',
  ],
  ...[
    '2026-11-02 10:15:01.5+01:00',
    '25/11/2026 24:00',
    '02/11/2026 25:00',
    '02/11/2026 10:15 PM',
    '31/02/2026',
    '02/11/0000',
    '2/11/226',
    '',
  ],
  ...['Nov 2, 2026', '2-Nov-26', '02/11/2026x', '2026-11-02 10:1', '02/11-2026', '002/11/2026', '2026-11-02 10:15 +1', '01/02/70'],
);
const currency = fc.constantFrom('EUR', 'EUR', 'eur', '€', 'USD', '', 'points');
const other = fc.constantFrom('', '', '', 'n', 'x@y.z', '2026-01-01');
