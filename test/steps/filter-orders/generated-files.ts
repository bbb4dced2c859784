import fc from 'fast-check';

/** Files made to break parsers: mostly rows that mean well, with whatever parsers trip over strewn in, down to single bytes. */
export function oddFiles(): fc.Arbitrary<Uint8Array> {
  return fc
    .record({
      mark: fc.constantFrom('', '', '', '\ufeff', '\ufeff\ufeff'),
      before: fc.array(blankLine, { maxLength: 2 }),
      header,
      end: lineEnd,
      rows: fc.array(
        fc.tuple(
          fc.oneof({ weight: 8, arbitrary: goodRow }, { weight: 5, arbitrary: oddRow }, { weight: 1, arbitrary: blankLine }),
          lineEnd,
        ),
        {
          maxLength: 8,
        },
      ),
      finalBreak: fc.boolean(),
      strewn: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), stray), { maxLength: 3 }),
    })
    .map(({ mark, before, header: names, end, rows, finalBreak, strewn }) => {
      const lines = [...before.map(blank => blank + end), names + end, ...rows.map(([row, rowEnd]) => row + rowEnd)].join('');
      let file = Buffer.from(mark + (finalBreak ? lines : lines.replace(/(\r\n|\r|\n)$/, '')), 'utf8');
      for (const [place, bytes] of strewn) {
        const at = Math.floor(place * file.length);
        file = Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)]);
      }
      return new Uint8Array(file);
    });
}

/** Sizes of the chunks in which a file arrives, taken in turn. */
export const chunkings = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 200 })), {
  minLength: 1,
  maxLength: 6,
});

const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r\n', '\r');
const white = fc.constantFrom('', '', '', '', '', ' ', '\t', '\u00a0', '\ufeff', '\u2028', '\u3000', '\u000b', '\u200a');
const blankLine = fc.array(white, { maxLength: 3 }).map(parts => parts.join(''));

const columns = [
  fc.constantFrom('OrderID', 'order_id', 'Order ID', ' ORDERID ', '"OrderID"', '"Order\nID"', '\u00a0orderid', 'O_r_d_e_r_I_D'),
  fc.constantFrom('Customer', 'customer', 'CUSTOMER', '"Customer"', '_customer_'),
  fc.constantFrom('Amount', 'amount ', '"Amount"'),
  fc.constantFrom('Status', 'status'),
  fc.constantFrom('OrderDate', 'order_date', 'ORDER DATE', '"Order""Date"'),
] as const;
const extras = fc.array(fc.constantFrom('Notes', 'Notes', '', 'Größe', '"a,b"', 'a"b', 'status', 'OrderDates'), { maxLength: 2 });

const header = fc.oneof(
  { weight: 12, arbitrary: fc.constant('OrderID,Customer,Amount,Status,OrderDate') },
  { weight: 6, arbitrary: fc.tuple(...columns).map(names => names.join(',')) },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.tuple(...columns), extras).chain(([names, more]) => {
      const all = [...names, ...more];
      return fc.shuffledSubarray(all, { minLength: all.length - 1, maxLength: all.length }).map(picked => picked.join(','));
    }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'Customer,OrderDate,OrderID,Notes,Status,Amount',
      'OrderID,Customer,Amount,Status,OrderDate,Notes',
      'OrderID;Customer;Amount;Status;OrderDate',
      'OrderID,Customer,Amount,Status,OrderDate,',
      '"OrderID,Customer,Amount,Status,OrderDate',
    ),
  },
);

const id = fc.constantFrom('O1', 'O0002', '7', '"O3"', '', ' ', '\u00a0', 'NULL', 'ö', '\\', '=1+1', '="007"', '"=""007"""', '0');
const customer = fc.constantFrom(
  'Bob',
  'Zoë',
  '日本',
  '😀',
  '"Smith, J"',
  '"a ""b"" c"',
  '5" pipe',
  '',
  '-',
  '"x\ny"',
  '"x\r\n\r\ny"',
  'a\\b',
  '" "',
  'e\u0301',
  '\u3000x',
);
const amount = fc.constantFrom(
  '1',
  '12.5',
  '-5',
  '0',
  '007.50',
  '1234567890123456.99',
  '12345678901234567',
  '+5',
  '.5',
  '5.',
  '1e3',
  '12.345',
  '"1,000.00"',
  '$5',
  '',
  '٣',
  ' 7 ',
);
const status = fc.constantFrom(
  'pending',
  'cancelled',
  'PENDING',
  'Cancelled',
  'shipped',
  'confirmed',
  '',
  'canceled',
  ' pending ',
  '"pending"',
  '"a\rb"',
  'pendin\u0131',
);
const date = fc.constantFrom(
  '2025-03-22',
  '2025-03-23',
  '2024-02-29',
  '2025-02-29',
  '2025-2-9',
  '0001-01-01',
  '0000-01-01',
  '9999-12-31',
  '2025-13-01',
  '20250101',
  '',
  '1900-02-29',
  ' 2025-01-01',
  '2025-01-010',
);

const goodRow = fc
  .tuple(
    fc.constantFrom('O1', 'O0002', '7', 'Ö9'),
    fc.constantFrom('Bob', 'Zoë', '日本', 'Ann Lee', '😀', 'x\u00a0y', 'Smith, J', 'a "b" c', 'a\\b', '"', ' x'),
    fc.constantFrom('1', '12.5', '-5', '007.50', '1234567890123456.99'),
    fc.constantFrom('pending', 'cancelled', 'PENDING', 'shipped', 'confirmed', ''),
    fc.constantFrom('2025-03-22', '2025-03-23', '2024-02-29', '9999-12-31'),
    fc.constantFrom(0, 0, 0, 1, 2, 3, 31),
  )
  .map(([id, customer, amount, status, date, quoted]) =>
    [id, customer, amount, status, date]
      .map((value, index) => ((quoted >> index) & 1 || /[,"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
      .join(','),
  );
const oddRow = fc
  .tuple(id, customer, amount, status, date, fc.array(fc.constantFrom('', 'n', '"q"', '"', ' "z"', '"z" '), { maxLength: 2 }), white, white)
  .map(([a, b, c, d, e, more, left, right]) =>
    [a, b, c, d, e, ...more].map((value, index) => (index % 2 ? left + value + right : value)).join(','),
  );

const stray: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .constantFrom('"', '"', '""', ',', '\n', '\r', '\r\n', ' ', '\0', '\\', '\ufeff', '\u2028', '😀', '"\n"', ',"', '",')
    .map(text => Buffer.from(text, 'utf8')),
  fc
    .constantFrom(
      [0xff],
      [0xc3],
      [0xa0],
      [0xe2, 0x80],
      [0xed, 0xa0, 0x80],
      [0xc0, 0x80],
      [0xf0, 0x9f, 0x98],
      [0xf4, 0x90, 0x80, 0x80],
      [0xe0, 0x80, 0x80],
    )
    .map(bytes => Uint8Array.from(bytes)),
);
