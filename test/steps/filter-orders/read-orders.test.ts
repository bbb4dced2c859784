import { gzipSync } from 'node:zlib';
import { RULES } from '../../../pipeline/rules';
import { kindOfObject } from '../../../steps/filter-orders/kind-of-object';
import type { ReadOrdersOptions } from '../../../steps/filter-orders/read-orders';
import { readBytes } from './read-bytes';

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';
const ROW = '1,Ann,10.00,shipped,2026-11-01\n';
const utf8 = (...texts: string[]) => Buffer.from(texts.join(''), 'utf8');

describe('an object', () => {
  it.each([
    [
      'orders',
      [
        'raw/a.csv',
        'raw/a.CSV',
        'raw/a.tsv',
        'raw/a.Txt',
        'raw/a.tab',
        'raw/a.csv.gz',
        'raw/a.TSV.GZ',
        'raw/orders',
        'raw/2026.11/orders',
        'raw/.csv',
      ],
    ],
    ['other-format', ['raw/a.xlsx', 'raw/a.XLS', 'raw/a.ods', 'raw/a.zip', 'raw/a.json', 'raw/a.pdf', 'raw/a.parquet', 'raw/a.html']],
    ['ignored', ['raw/', 'raw/folder/', 'raw/a.csv.bak', 'raw/a.png', 'raw/a.gz', 'raw/a.xlsx.gz', 'raw/.DS_Store']],
  ])('is %s', (kind, keys) => {
    expect(keys.map(kindOfObject)).toEqual(keys.map(() => kind));
  });
});

describe('a file is read', () => {
  const sjis = Buffer.concat([utf8(HEADER, '1,'), Buffer.from([0x8e, 0x52, 0x93, 0x63]), utf8(',1,s,2026-11-01\n')]);
  it.each<[string, Uint8Array, Partial<ReadOrdersOptions>, string, object]>([
    ['inflated from gzip, whatever its name', gzipSync(HEADER + ROW), {}, ROW, { compression: 'gzip' }],
    ['inflated from several members', Buffer.concat([gzipSync(HEADER), gzipSync(ROW)]), {}, ROW, { compression: 'gzip' }],
    [
      'as Windows-1252 where its upload says so',
      Buffer.from(`${HEADER}1,Ren\xe9,1,s,2026-11-01\n`, 'latin1'),
      { settings: { encoding: 'windows-1252' } },
      '1,René,1,s,2026-11-01\n',
      { encoding: 'windows-1252' },
    ],
    [
      'as Shift_JIS where its upload says so',
      sjis,
      { settings: { encoding: 'shift_jis' } },
      '1,山田,1,s,2026-11-01\n',
      { encoding: 'shift_jis' },
    ],
    [
      'as its mark says, whatever its upload says',
      Buffer.from(`\ufeff${HEADER}${ROW}`, 'utf16le'),
      { settings: { encoding: 'latin1' } },
      ROW,
      { encoding: 'utf-16le' },
    ],
    [
      'by the separator of its first line',
      utf8('"SEP=|"\r\n', HEADER.replaceAll(',', '|'), ROW.replaceAll(',', '|')),
      {},
      ROW,
      { delimiter: '|' },
    ],
    ['of the shop that its folder names', utf8(HEADER, ROW), { key: 'raw/shop=berlin/2026/a.csv' }, ROW, { shop: 'berlin' }],
  ])('%s', async (_, bytes, options, rows, reading) => {
    for (const chunkSize of [1_000_000, 3]) {
      expect(await readBytes(bytes, options, chunkSize)).toMatchObject({ processed: HEADER + rows, report: { reading } });
    }
  });
});

describe('a file is refused', () => {
  const small = { ...RULES, maxBytes: 100 };
  it.each<[string, string, Uint8Array, Partial<ReadOrdersOptions>, string]>([
    ['that is cut off', 'BadGzip', gzipSync(HEADER + ROW).subarray(0, 40), {}, 'damaged or cut off'],
    ['with something else behind it', 'BadGzip', Buffer.concat([gzipSync(HEADER), utf8('x')]), {}, 'damaged or cut off'],
    ['of more text than is allowed', 'TooLarge', gzipSync(HEADER + ROW.repeat(99)), { rules: small }, 'at most 100 bytes'],
    ['in another encoding', 'NotUtf8', Buffer.from(`${HEADER}1,Ren\xe9`, 'latin1'), {}, '--encoding windows-1252'],
    ['in UTF-16 without a mark', 'NotUtf8', Buffer.from(HEADER, 'utf16le'), {}, '--encoding utf-16le'],
    [
      'in UTF-8 that is to be Latin',
      'InvalidReading',
      utf8(HEADER, '1,René,1,s,2026-11-01\n'),
      { settings: { encoding: 'latin1' } },
      'without --encoding',
    ],
    ['in an encoding that is none', 'InvalidReading', utf8(HEADER), { settings: { encoding: 'klingon' } }, 'windows-1252'],
    ['of a source that is none', 'InvalidReading', utf8(HEADER), { settings: { source: 'nope' } }, 'one of amazon, ebay'],
    ['that is a workbook', 'NotCsv', utf8('PK\x03\x04....[Content_Types].xml'), {}, 'an Excel workbook (.xlsx)'],
    ['that is a spreadsheet', 'NotCsv', utf8('PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), {}, '(.ods)'],
    ['that is an archive', 'NotCsv', utf8('PK\x03\x04....orders.csv'), {}, 'Unpack it'],
    ['that is a PDF', 'NotCsv', utf8('%PDF-1.7'), {}, 'a PDF'],
    ['that is a page', 'NotCsv', utf8('\n<!DOCTYPE html>'), {}, 'an HTML page'],
    ['that is JSON', 'NotCsv', utf8('[{"OrderID": 1}]'), {}, 'a JSON file'],
    ['that is named like a workbook', 'NotCsv', utf8(HEADER, ROW), { key: 'raw/a.xls' }, 'ends in .xls'],
    ['whose header comes later', 'MissingColumns', utf8('Orders\nof today\n', HEADER), {}, 'seems to be line 3'],
    ['without a header', 'MissingColumns', utf8(ROW, ROW), {}, 'looks like an order'],
    [
      'of a form that holds no amount',
      'MissingColumns',
      utf8('order_id,customer_id,order_purchase_timestamp,order_delivered_carrier_date\n'),
      {},
      'Olist orders',
    ],
  ])('%s: %s', async (_, name, bytes, options, says) => {
    const outcome = await readBytes(bytes, options);
    expect(outcome).toMatchObject({ error: { name, message: expect.stringContaining(says) } });
    expect(outcome).toMatchObject({ error: { message: expect.stringMatching(new RegExp(`docs/errors\\.md: ${name}$`)) } });
  });

  it('with what is known of it', async () => {
    expect(await readBytes(utf8(HEADER, '1,A,$1,s,01/02/2026\n2,,€2,s,03/04/2026\n'))).toMatchObject({
      error: {
        name: 'AmbiguousDates',
        report: { read: 2, quarantined: 2, rules: { 'ambiguous-date': 2, 'empty-customer': 1 }, reading: { source: 'standard' } },
      },
    });
  });

  it('with all its faults in one message', async () => {
    const outcome = await readBytes(
      utf8('OrderID,Customer,Amount,Total,OrderDate\n', '1,A,$1,2,2026-01-01\n2,B,€1,1,2026-01-01\n3,,x,,y\n4,,x,,y\n5,,x,,y\n'),
    );
    const [columns, currencies, rows] = ['differ in line 2', '$ in line 2 and EUR in line 3', 'received 3 of 5'];
    expect(outcome).toMatchObject({
      error: {
        name: 'AmbiguousColumns',
        message: expect.stringMatching(new RegExp([columns, currencies.replace('$', '\\$'), rows].join('.*'))),
      },
    });
  });
});

describe('a file whose proof lies far below', () => {
  const limits = { proofBytes: 1000 };
  const rows = (date: string, count: number) => `1,Ann,1.234,shipped,${date}\n`.repeat(count);

  it('is read once more, with what it proves', async () => {
    let opened = 0;
    const bytes = utf8(HEADER, rows('01/02/2026', 1000), '2,Bob,"1,5",shipped,25/02/2026\n');
    const open = async function* () {
      opened++;
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    };
    const outcome = await readBytes(bytes, { limits, open });
    expect(outcome).toMatchObject({
      processed: expect.stringContaining(`${HEADER}1,Ann,1234,shipped,2026-02-01\n`),
      report: { kept: 1001, reading: { dateOrder: 'day-first', decimal: ',' } },
    });
    expect(opened).toBe(2);
  });

  it('is doubted as a whole where a later value contradicts an earlier one', async () => {
    const bytes = utf8(HEADER, rows('25/02/2026', 1), rows('01/02/2026', 1000), rows('02/25/2026', 1));
    expect(await readBytes(bytes, { limits, settings: { decimal: '.' } }, 1000)).toMatchObject({
      error: { name: 'AmbiguousDates', message: expect.stringContaining('line 2 (25/02/2026) and line 1003 (02/25/2026)') },
    });
  });

  it('is read once where nothing is open', async () => {
    let opened = 0;
    const open = async function* () {
      opened++;
      yield utf8(HEADER, ROW.repeat(100));
    };
    expect(await readBytes(utf8(), { limits, open })).toMatchObject({ report: { kept: 100 } });
    expect(opened).toBe(1);
  });
});
