import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Job } from '../engine/job';
import { prepare } from '../engine/prepare';
import { runStatement } from '../engine/run-statement';
import { type KnownForms, openKnownForms } from '../tables/known-forms';
import { type CsvForm, isPlainCsv } from '../tables/plain-csv';
import { ordersTable } from './orders-table';

const FORM: CsvForm = { separator: ',', quote: '"', escape: '\uFDD0', columns: 5 };

describe('a plain file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plain-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;
  const write = (content: string | Buffer) => {
    files += 1;
    const path = join(folder, String(files));
    writeFileSync(path, content);
    return path;
  };

  const rowsOf = async (path: string, forms: KnownForms) => {
    const stored = { key: 'processed/a.csv', path, size: statSync(path).size };
    const job: Job = {
      sql: 'SELECT *, "$path" FROM t',
      parameters: [],
      database: 'd',
      databases: ['d'],
      tables: [{ database: 'd', name: 't', table: ordersTable('b'), files: [stored] }],
      now: new Date(0),
      output: '',
    };
    const rows: unknown[] = [];
    for await (const batch of runStatement(prepare(job), new AbortController().signal, { forms })) rows.push(...batch);
    return rows;
  };
  const carefully: KnownForms = { arePlain: async given => given.map(() => false) };

  it.each<[string, string | Buffer, boolean]>([
    ['rows of all columns', 'h,h,h,h,h\na,b,c,d,e\n', true],
    ['no line break at the end', 'h,h,h,h,h\na,b,c,d,e', true],
    ['quotes around fields, doubled inside', 'h,h,h,h,h\n"a,""b""",,"",é,"😀"\n', true],
    ['nothing', '', true],
    ['a header alone', 'h,h,h,h,h\n', true],
    ['a short row', 'h,h,h,h,h\na,b,c,d\n', false],
    ['a long row', 'h,h,h,h,h\na,b,c,d,e,f\n', false],
    ['a quote in the middle', 'h,h,h,h,h\na"b,b,c,d,e\n', false],
    ['something behind a quote', 'h,h,h,h,h\n"a"b,b,c,d,e\n', false],
    ['a line break in quotes', 'h,h,h,h,h\n"a\nb",b,c,d,e\n', false],
    ['a quote that is never closed', 'h,h,h,h,h\na,b,c,d,"e\n', false],
    ['an empty line', 'h,h,h,h,h\n\na,b,c,d,e\n', false],
    ['a carriage return', 'h,h,h,h,h\r\na,b,c,d,e\r\n', false],
    ['the escape character', 'h,h,h,h,h\na\uFDD0,b,c,d,e\n', false],
    ['a NUL', 'h,h,h,h,h\na\0,b,c,d,e\n', false],
    ['a byte order mark', '\uFEFFh,h,h,h,h\na,b,c,d,e\n', false],
    ['bytes that are no UTF-8', Buffer.from('h,h,h,h,h\na\xff,b,c,d,e\n', 'latin1'), false],
    ['a line as long as a block', `h,h,h,h,h\n${'x'.repeat(1024 * 1024)},b,c,d,e\n`, false],
    ['many blocks', `h,h,h,h,h\n${`${'é'.repeat(1000)},b,"c,",d,e\n`.repeat(2000)}`, true],
  ])('with %s is known as one or not', async (_name, content, expected) => {
    expect(await isPlainCsv(write(content), FORM)).toBe(expected);
  });

  it('is read by DuckDB as by the SerDe, with any content', async () => {
    const piece = fc.constantFrom('a', 'é', ' ', ',', '"', '""', '😀', '\\', '\t', '\uFDD0', '\n', '\r', '0', '');
    const clean = fc.array(fc.constantFrom('a', 'é', ' ', "'", '\\', '\t', 'NULL', '1'), { maxLength: 4 }).map(parts => parts.join(''));
    const quoted = fc.array(fc.constantFrom('a', ',', '""', ' ', '\\', 'é'), { maxLength: 4 }).map(parts => `"${parts.join('')}"`);
    const row = fc.array(fc.oneof(clean, clean, quoted), { minLength: 5, maxLength: 5 }).map(fields => fields.join(','));
    const wild = fc.array(piece, { maxLength: 12 }).map(parts => parts.join(''));
    const content = fc
      .array(fc.oneof({ arbitrary: row, weight: 20 }, { arbitrary: wild, weight: 1 }), { maxLength: 8 })
      .chain(rows => fc.boolean().map(ends => ['h,h,h,h,h', ...rows].join('\n') + (ends ? '\n' : '')));
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(content, async text => {
        const path = write(text);
        if (!(await isPlainCsv(path, FORM))) return;
        plain += 1;
        expect(await rowsOf(path, openKnownForms())).toEqual(await rowsOf(path, carefully));
      }),
      { numRuns: 150 },
    );
    expect(plain).toBeGreaterThan(50);
  });

  it('is looked at once, also after a restart, and again once it has changed', async () => {
    const [path, kept] = [write('h,h,h,h,h\na,b,c,d,e\n'), join(folder, 'kept')];
    const file = { url: '', path };
    expect(await openKnownForms(kept).arePlain([file], FORM)).toEqual([true]);
    writeFileSync(kept, `${'damaged\n'}${await read(kept)}`);
    const again = openKnownForms(kept);
    expect(await again.arePlain([file, file], FORM)).toEqual([true, true]);
    expect((await read(kept)).split('\n')).toHaveLength(3);
    writeFileSync(path, 'h,h,h,h,h\n');
    writeFileSync(path, '\n');
    expect(await again.arePlain([file], FORM)).toEqual([false]);
  });
});

async function read(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(path, 'utf8');
}
