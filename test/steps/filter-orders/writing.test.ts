import { filterText } from './run-filter';

/** Beside FILTER-SPEC.md, "Writing". */

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate';

describe('the processed file', () => {
  it('has exactly the five columns, in this order and spelling', () => {
    const { processed } = filterText('status,order date,Notes,CUSTOMER,order_id,Amount\nshipped,2025-01-01,"n, n",Bob,O1,1\n');
    expect(processed).toBe(`${HEADER}\nO1,Bob,1,shipped,2025-01-01\n`);
  });

  it.each([
    ['trims', '  Bob\u3000', 'Bob'],
    ['keeps what is inside', 'a \u00a0 b', 'a \u00a0 b'],
    ['keeps formulas', '=1+1', '=1+1'],
    ['keeps HTML', '<b>Bob</b>', '<b>Bob</b>'],
    ['keeps the Unicode form', 'e\u0301\u00e9', 'e\u0301\u00e9'],
    ['quotes a comma', '"a,b"', '"a,b"'],
    ['quotes and doubles a quote', 'a"b', '"a""b"'],
    ['quotes a backslash, and does not double it', 'a\\b', '"a\\b"'],
    ['quotes nothing else', '"a;b\'c\td"', "a;b'c\td"],
    ['trims inside quotes', '" Bob "', 'Bob'],
    ['trims line breaks before it replaces any', '"\r\nBob\n"', 'Bob'],
    ['makes a line break a space', '"a\nb"', 'a b'],
    ['makes CRLF one space, and a lone CR one', '"a\r\nb\rc\n\nd"', 'a b c  d'],
    ['leaves other separators alone', '"a\u2028b\u0085c\vd"', 'a\u2028b\u0085c\vd'],
  ])('%s', (_, customer, written) => {
    expect(filterText(`${HEADER}\nO1,${customer},007.50,Shipped,2025-01-01`).processed).toBe(
      `${HEADER}\nO1,${written},007.50,Shipped,2025-01-01\n`,
    );
  });

  it('counts the line breaks that it replaces, in the rows that it writes', () => {
    const kept = 'O1,"a\r\nb\rc",1,"x\ny",2025-01-01';
    const dropped = 'O2,"a\nb",1,pending,1990-01-01';
    const bad = 'O3,"a\nb",x,shipped,2025-01-01';
    const { report } = filterText([HEADER, kept, dropped, bad].join('\n'), { asOf: '2025-04-21' });
    expect(report).toMatchObject({ kept: 1, dropped: 1, quarantined: 1, lineBreaksReplaced: 4 });
  });
});

describe('the quarantine file', () => {
  const quarantineOf = (...rows: string[]) => filterText([HEADER, ...rows].join('\r\n')).quarantine;
  const [head, reason] = [`${HEADER},line,column,rule,value,reason\n`, expect.anything()];

  it('is none where no row is bad', () => {
    expect(quarantineOf('O1,Bob,1,shipped,2025-01-01')).toBeUndefined();
    expect(reason).toBeDefined();
  });

  it.each([
    ['the value at fault, as it came', ' O1 ,"a\nb", x ,y,2025-01-01', ' O1 ,"a\nb", x ,y,2025-01-01,2,Amount,bad-amount, x ,'],
    [
      'quotes where a backslash or a quote asks for them',
      'O\\1,5" pipe,,y,2025-01-01',
      '"O\\1","5"" pipe",,y,2025-01-01,2,Amount,bad-amount,,',
    ],
    ['the raw row for too few fields, and as many as there are', 'O1,"a,b"', 'O1,"a,b",,,,2,,field-count,"O1,""a,b""",'],
    ['the raw row for too many fields, and as many as fit', '1,2,3,4,5,6,7', '1,2,3,4,5,2,,field-count,"1,2,3,4,5,6,7",'],
    ['the raw row for a NUL, and as many fields as fit', '1,\0,,,', '1,\0,,,,2,,nul-byte,"1,\0,,,",'],
    ['the raw row for bad quoting, and no field', '1,"2"x,3,4,5', ',,,,,2,,bad-quoting,"1,""2""x,3,4,5",'],
    ['the raw row with its line breaks', '1,"2\r\n3"', '1,"2\r\n3",,,,2,,field-count,"1,""2\r\n3""",'],
    [
      'all rules that a row breaks',
      ',,x,y,z',
      ',,x,y,z,2,OrderID; Customer; Amount; OrderDate,empty-id; empty-customer; bad-amount; bad-date,; ; x; z,',
    ],
  ])('holds %s', (_, row, line) => {
    const quarantine = quarantineOf(row) ?? '';
    expect(quarantine.slice(0, head.length + line.length)).toBe(head + line);
    expect(quarantine.endsWith('\n')).toBe(true);
  });

  it('has the original header in the original order, and physical line numbers', () => {
    const { quarantine } = filterText('\n"Order ""ID""",order_id,"Amount",Status,Customer,OrderDate\n"a\nb",O1,1,s,,2025-01-01\r1,2\n');
    expect(quarantine?.split('\n')).toMatchObject([
      '"Order ""ID""",order_id,Amount,Status,Customer,OrderDate,line,column,rule,value,reason',
      '"a',
      expect.stringMatching(/^b",O1,1,s,,2025-01-01,3,Customer,empty-customer,,/),
      expect.stringMatching(/^1,2,,,,,5,,field-count,"1,2",/),
      '',
    ]);
  });
});

describe('the report', () => {
  it('adds up, counts by rule, and shows the first few', () => {
    const rows = [
      'O1,Bob,1,shipped,2025-01-01',
      'O2,Bob,1,pending,2020-01-01',
      ',Bob,1,s,2025-01-01',
      ...Array.from({ length: 9 }, () => 'O3,Bob,x,s,2025-01-01'),
    ];
    const { report } = filterText([HEADER, ...rows].join('\n'), { asOf: '2025-04-21' });
    expect(report).toMatchObject({ read: 12, kept: 1, dropped: 1, quarantined: 10, rules: { 'empty-id': 1, 'bad-amount': 9 } });
    expect(report.examples).toHaveLength(5);
    expect(report.examples[0]).toEqual({ line: 4, column: 'OrderID', rule: 'empty-id' });
  });
});
