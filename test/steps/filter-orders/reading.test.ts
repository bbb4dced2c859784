import { filterText, outcomeOf } from './run-filter';

/** Beside FILTER-SPEC.md, "Reading": one table per row of its table. */

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate';
const ROW = 'O1,Bob,1,shipped,2025-01-01';
const FILE = `${HEADER}\n${ROW}\n`;
const MIB = 1_048_576;

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const errorOf = (file: string | Uint8Array, options = {}) => outcomeOf(() => filterText(file, options));
const badRows = (file: string) => filterText(file).report.examples.map(({ line, rule }) => [line, rule]);

describe('text', () => {
  it.each<[string, string | Uint8Array]>([
    ['UTF-8', FILE],
    ['UTF-16, little end first, with its mark', new Uint8Array(Buffer.from(`\ufeff${FILE}`, 'utf16le'))],
    ['UTF-16, big end first, with its mark', new Uint8Array(Buffer.from(`\ufeff${FILE}`, 'utf16le').swap16())],
    ['UTF-8 with a byte order mark', `\ufeff${FILE}`],
    ['two byte order marks, of which the second is white space', `\ufeff\ufeff${FILE}`],
  ])('is %s', (_, file) => {
    expect(filterText(file).processed).toBe(FILE);
  });

  it.each<[string, Uint8Array, number, number]>([
    ['a byte that is never UTF-8', bytes(FILE, 'O2,B', [0xff], 'b'), 3, FILE.length + 4],
    ['a byte that goes on with nothing', bytes(FILE, [0x80]), 3, FILE.length],
    ['a sequence that breaks off, at its first byte', bytes(FILE, 'é', [0xe2, 0x82], ','), 3, FILE.length + 2],
    ['a sequence that the end of the file cuts', bytes(FILE, [0xf0, 0x9f, 0x98]), 3, FILE.length],
    ['an overlong slash', bytes(FILE, [0xc0, 0xaf]), 3, FILE.length],
    ['an overlong of three bytes', bytes(FILE, [0xe0, 0x80, 0xaf]), 3, FILE.length],
    ['a surrogate', bytes(FILE, [0xed, 0xa0, 0x80]), 3, FILE.length],
    ['a character beyond U+10FFFF', bytes(FILE, [0xf4, 0x90, 0x80, 0x80]), 3, FILE.length],
    ['a bad byte in a row that would be dropped', bytes(`${HEADER}\nO1,`, [0xe9], ',1,pending,1999-01-01\n'), 2, HEADER.length + 4],
    ['a bad byte behind a mark, which counts', bytes('\ufeff', FILE, [0xff]), 3, FILE.length + 3],
    ['UTF-16 without a mark: a NUL in the header', new Uint8Array(Buffer.from(FILE, 'utf16le')), 1, 1],
    ['a NUL in the header, behind blank lines', bytes('\r\n \r', 'OrderID\0,'), 3, 11],
    ['a bad byte on the line behind a lone CR', bytes(`${HEADER}\r${ROW}\r`, [0xff]), 3, FILE.length],
    ['a bad byte behind a line break in quotes', bytes(`${HEADER}\nO1,"a\r\nb`, [0xff], '"'), 3, HEADER.length + 9],
  ])('that has %s is NotUtf8, with line and offset', (_, file, line, offset) => {
    expect(errorOf(file)).toMatchObject({ name: 'NotUtf8', line, offset });
    expect(errorOf(file, { fastPath: false })).toMatchObject({ name: 'NotUtf8', line, offset });
  });

  it('holds a NUL outside the header: one bad row', () => {
    expect(badRows(`${FILE}O2,B\0b,1,shipped,2025-01-01\n`)).toEqual([[3, 'nul-byte']]);
  });
});

describe('row ends', () => {
  it.each([
    ['LF', `${HEADER}\n${ROW}\n${ROW}\n`],
    ['CRLF', `${HEADER}\r\n${ROW}\r\n${ROW}\r\n`],
    ['a lone CR', `${HEADER}\r${ROW}\r${ROW}\r`],
    ['all of them, mixed', `${HEADER}\r${ROW}\r\n${ROW}\n`],
    ['a missing last one', `${HEADER}\n${ROW}\n${ROW}`],
    ['CR CR LF, with a blank line between', `${HEADER}\r\r\n${ROW}\r\r\n${ROW}`],
  ])('are %s', (_, file) => {
    expect(filterText(file).processed).toBe(`${HEADER}\n${ROW}\n${ROW}\n`);
    expect(filterText(file, {}, [1]).processed).toBe(`${HEADER}\n${ROW}\n${ROW}\n`);
  });
});

describe('blank lines', () => {
  it.each(
    [['', ' ', '\t\v\f', '\u00a0', '\ufeff', '\u2028\u2029', '\u3000 \u1680\u2000\u200a\u202f\u205f', ' '.repeat(2 * MIB)]]
      .flat()
      .map(blank => [JSON.stringify(blank.slice(0, 20)), blank]),
  )('of %s are skipped, before the header too, but count as lines', (_, blank) => {
    const file = `${blank}\n${blank}\r\n${HEADER}\n${blank}\r${ROW}\nbad\n${blank}`;
    const { report } = filterText(file);
    expect(report).toMatchObject({ read: 2, kept: 1, quarantined: 1, examples: [{ line: 6 }] });
  });

  it.each([',,,,', ', ,', '""', ',,,,,,,'])('are rows of empty fields: %s', row => {
    expect(filterText(`${row}\n${HEADER}\n${row}\n${ROW}\nbad\n`).report).toMatchObject({ read: 2, examples: [{ line: 5 }] });
  });

  it.each([
    ['a zero width space, which trim leaves alone', '\u200b', 'field-count'],
    ['a NUL', '\0', 'nul-byte; field-count'],
  ])('are not %s', (_, line, rule) => {
    expect(badRows(`${FILE}${line}\n`)).toEqual([[3, rule]]);
  });
});

describe('quotes', () => {
  it.each([
    ['a comma', 'O1,"Smith, J",1,shipped,2025-01-01', '"Smith, J"'],
    ['a doubled quote', 'O1,"a ""b"" c",1,shipped,2025-01-01', '"a ""b"" c"'],
    ['a line break', 'O1,"a\nb",1,shipped,2025-01-01', 'a b'],
    ['nothing that needs them', '"O1","Bob","1","shipped","2025-01-01"', 'Bob'],
  ])('hold %s', (_, row, customer) => {
    expect(filterText(`${HEADER}\n${row}\n`).processed).toBe(`${HEADER}\nO1,${customer},1,shipped,2025-01-01\n`);
  });

  it.each(['O1, "Bob",1,shipped,2025-01-01', 'O1,"Bob" ,1,shipped,2025-01-01', 'O1,\t "Bob"\t ,1,shipped,2025-01-01'])(
    'may have blanks and tabs around them: %j',
    row => {
      expect(filterText(`${HEADER}\n${row}\n`).processed).toBe(FILE);
    },
  );

  it('of a formula that is a text are passed over', () => {
    expect(filterText(`${HEADER}\n="00123","=""B, b""",1,shipped,2025-01-01\n`).processed).toBe(
      `${HEADER}\n00123,"B, b",1,shipped,2025-01-01\n`,
    );
  });

  it('inside an unquoted field are data', () => {
    expect(filterText(`${HEADER}\nO1,5" pipe,1,shipped,2025-01-01\n`).processed).toBe(`${HEADER}\nO1,"5"" pipe",1,shipped,2025-01-01\n`);
  });

  it.each([
    ['behind white space of several bytes', 'O1,\u3000\ufeff"Bob",1,shipped,2025-01-01'],
    ['before other text', 'O1,"Bob" x,1,shipped,2025-01-01'],
    ['that are not doubled', 'O1,"Smith "JJ"",1,shipped,2025-01-01'],
    ['that are still open at the end of the file', 'O1,"Bob,1,shipped,2025-01-01'],
    ['that close far below, before text', `O1,"Bob\n${ROW}\n${ROW}\nO2,"Ann",1,shipped,2025-01-01`],
  ])('%s cost one line', (_, row) => {
    const file = `${HEADER}\n${ROW}\n${row}\n${ROW}\n`;
    const { report, quarantine } = filterText(file);
    expect(report.rules).toEqual({ 'bad-quoting': 1 });
    expect(report.examples).toEqual([{ line: 3, column: null, rule: 'bad-quoting' }]);
    expect(report.read).toBe(file.split('\n').length - 2);
    expect(quarantine).toContain(`,,,,,3,,bad-quoting,"${row.split('\n')[0]?.replaceAll('"', '""')}",`);
  });

  it('that a later quote closes by the rules make one row of the lines between', () => {
    const file = `${HEADER}\nO1,"Bob,1,shipped,2025-01-01\n${ROW}\nO2,Ann",1,shipped,2025-01-01\n${ROW}\nbad\n`;
    expect(filterText(file).report).toMatchObject({ read: 3, kept: 2, examples: [{ line: 6 }] });
  });
});

describe('rereading', () => {
  // Were each line read on to the end of the file, these 0.4 MB would be 10,000 MB: the test would not end in time.
  it.each([
    ['each line opens a quote that is open until the end', 'a","x\n', 'bad-quoting', 60_000],
    ['each line closes the quote of the one above, before text', 'a,"b\n', 'bad-quoting', 60_000],
  ])('is linear where %s', (_, line, rule, count) => {
    expect(filterText(`${HEADER}\n${line.repeat(60_000)}`).report.rules).toEqual({ [rule]: count });
  });
});

describe('quotes that stand alone', () => {
  it('close the one above, in rows of empty fields', () => {
    expect(filterText(`${HEADER}\n${'"\n'.repeat(60_000)}`).report.read).toBe(0);
  });
});

describe('length', () => {
  /** `before` and `after` with as much between them as makes `size` bytes. */
  const filled = (before: string, after: string, size: number) => before + 'x'.repeat(size - before.length - after.length) + after;
  const summary = (file: string) => {
    const outcome = errorOf(file);
    return outcome instanceof Object && 'processed' in outcome && 'report' in outcome ? outcome.report : outcome;
  };

  it.each([
    ['1 MiB', filled('O1,', ',1,shipped,2025-01-01', MIB), true],
    ['a byte more', filled('O1,', ',1,shipped,2025-01-01', MIB + 1), false],
    ['1 MiB with quotes', filled('O1,"', '",1,shipped,2025-01-01', MIB), true],
    ['a byte more with quotes', filled('O1,"', '",1,shipped,2025-01-01', MIB + 1), false],
    ['1 MiB with broken quotes', filled('"a"', '', MIB), true],
    ['a byte more with broken quotes', filled('"a"', '', MIB + 1), false],
    ['1 MiB with an open quote', filled('"', '', MIB), true],
    ['a byte more with an open quote', filled('"', '', MIB + 1), false],
    ['1 MiB of characters of three bytes', `${'日'.repeat(349_525)}x`, true],
    ['a byte more, of such characters', `${'日'.repeat(349_525)}xy`, false],
    ['a row behind 1 MiB of white space', `${' '.repeat(MIB)}${ROW}`, false],
    ['a row behind 2 MiB of white space of three bytes', `${'\u3000'.repeat(700_000)}${ROW}`, false],
  ])('of a line: %s', (_, line, fits) => {
    for (const end of ['\n', '\r\n', '\r', '']) {
      expect(summary(`${HEADER}\n${ROW}\n${line}${end}`)).toMatchObject(fits ? { read: 2 } : { name: 'RowTooLarge', line: 3 });
    }
  });

  it('of a row with line breaks: 1 MiB from its first byte, else its quoting is bad', () => {
    const row = (size: number) => filled('O1,"a\n', '",1,shipped,2025-01-01', size);
    expect(filterText(`${HEADER}\n${row(MIB)}\n`).report).toMatchObject({ read: 1, kept: 1 });
    // What follows the line break is read as rows of its own.
    expect(filterText(`${HEADER}\n${row(MIB + 1)}\n`).report.rules).toEqual({ 'bad-quoting': 1, 'field-count': 1 });
  });
});

describe('an empty file', () => {
  it.each([
    ['no bytes', ''],
    ['a byte order mark alone', '\ufeff'],
    ['blank lines alone', '\ufeff\r\n \n\u00a0\r'],
  ])('is %s', (_, file) => {
    expect(errorOf(file)).toMatchObject({ name: 'EmptyFile' });
  });

  it('is not a header alone', () => {
    expect(filterText(HEADER)).toMatchObject({ processed: `${HEADER}\n`, quarantine: undefined, report: { read: 0 } });
  });
});

describe('the header', () => {
  it.each([
    'order_id,CUSTOMER,amount,Status,Order Date',
    ' OrderID ,Customer\u00a0,"Amount",\ufeffStatus,Order_Date_',
    '"Order\nID",C u s t o m e r,Amount,Status,ORDERDATE',
  ])('may be %j', header => {
    expect(filterText(`${header}\n${ROW}\n`).processed).toBe(FILE);
  });

  it.each([
    ['one name too few', 'OrderID,Customer,Amount,Status', ['OrderDate']],
    ['other delimiters', 'OrderID/Customer/Amount/Status/OrderDate', ['OrderID', 'Customer', 'Amount', 'OrderDate']],
    ['other names', 'OrderKey,Customers,Amount,Status,OrderDate', ['OrderID', 'Customer']],
    ['a name twice, and one missing', 'OrderID,OrderID,Amount,Status,OrderDate', ['Customer']],
    ['broken quoting', `${HEADER},"x"y`, ['OrderID', 'Customer', 'Amount', 'OrderDate']],
    ['an open quote', `${HEADER},"x`, ['OrderID', 'Customer', 'Amount', 'OrderDate']],
  ])('with %s misses columns', (_, header, missing) => {
    expect(errorOf(`${header}\n${ROW}\n`)).toMatchObject({ name: 'MissingColumns', missing, message: expect.stringContaining(header) });
  });

  it('with two names for the same column is DuplicateColumns', () => {
    const error = errorOf(`OrderID,Customer,Amount,Status,OrderDate,order_id\n${ROW},x\n`);
    expect(error).toMatchObject({ name: 'DuplicateColumns', message: expect.stringContaining('"OrderID", "order_id"') });
  });

  it('may have extra columns, twice too, anywhere', () => {
    const { processed, report } = filterText(
      'Notes,OrderDate,OrderID, Notes ,Amount,,Status,Customer\nn,2025-01-01,O1,"x,y",1,,shipped,Bob\n',
    );
    expect(processed).toBe(FILE);
    expect(report.extraColumns).toEqual(['Notes', 'Notes', '']);
  });
});

describe('of several file errors', () => {
  const large = `${'x'.repeat(MIB)}y`;
  it.each<[string, Uint8Array, string]>([
    ['a bad byte before a header that misses columns ends', bytes('OrderID,', [0xff], '\n'), 'NotUtf8'],
    ['a header that misses columns, then a bad byte', bytes('OrderID\n', [0xff]), 'MissingColumns'],
    ['such a header that a lone CR ends', bytes('OrderID\r', [0xff]), 'MissingColumns'],
    ['a bad byte in a header that repeats one', bytes(`${HEADER},order_id`, [0xff]), 'NotUtf8'],
    ['a line that is too large, then a bad byte on it', bytes(FILE, large, [0xff]), 'RowTooLarge'],
    ['a bad byte as the one that makes it too large', bytes(FILE, 'x'.repeat(MIB), [0xff]), 'NotUtf8'],
    ['a bad byte in an open quote', bytes(FILE, 'O1,"', '\nx', [0xff]), 'NotUtf8'],
    ['a bad byte in blank lines', bytes('\n \n', [0xff]), 'NotUtf8'],
    ['a header in an open quote, then a bad byte', bytes(`"${HEADER}\n${ROW}`, [0xff]), 'NotUtf8'],
    ['a header in a quote that passes 1 MiB, then a bad byte', bytes(`"${HEADER}\n`, large, [0xff]), 'MissingColumns'],
    ['bad rows only, then a bad byte', bytes(`${HEADER}\nx\nx\n`, [0xff]), 'NotUtf8'],
  ])('%s: the one that is decided first', (_, file, name) => {
    expect(errorOf(file)).toMatchObject({ name });
    expect(errorOf(file, { fastPath: false })).toMatchObject({ name });
  });
});
