import { Readable } from 'node:stream';
import { readResult } from '../../../dashboard/executions/result';

const file = (text: string) => Readable.from([Buffer.from(text)]);

describe('a result file', () => {
  test.each([
    ['a value with a quote and a comma', '"a"\n"Smith, ""JJ"" \\ Co"\n', [['Smith, "JJ" \\ Co']]],
    ['a value with a line break', '"a"\n"one\ntwo"\n', [['one\ntwo']]],
    ['NULL, which stands without quotes, and an empty text', '"a","b"\n,""\n', [[null, '']]],
    ['no rows', '"a"\n', []],
    ['nothing at all', '', []],
  ])('has %s', async (_what, text, rows) => {
    expect(await readResult(file(text))).toMatchObject({ rows, cut: false });
  });

  test.each([
    ['rows', { rows: 2, characters: 100 }, 2, true],
    ['characters', { rows: 100, characters: 25 }, 2, true],
    ['neither', { rows: 3, characters: 30 }, 3, false],
  ])('is cut at a number of %s', async (_what, limits, rows, cut) => {
    const result = await readResult(file('"a"\n"0123456789"\n"0123456789"\n"0123456789"\n'), limits);
    expect([result.rows.length, result.cut]).toEqual([rows, cut]);
  });

  it('has long cells by their beginning, and two that begin alike stay two', async () => {
    const long = 'x'.repeat(1_000_000);
    const { rows, cut, isShortened, whole } = await readResult(file(`"a"\n"${long}1"\n"${long}2"\n"${long}1"\n`));
    const [first, second, third] = rows.flat();
    expect(first).toMatch(/^x{4000}… [\w-]{43}$/);
    expect([second === first, third === first, cut, isShortened, whole[0]?.kind]).toEqual([false, true, false, true, 'text']);
  });

  it('has one row at least, however long', async () => {
    const result = await readResult(file('"a"\n"0123456789"\n"b"\n'), { rows: 5, characters: 3 });
    expect(result).toMatchObject({ columns: ['a'], rows: [['0123456789']], cut: true, total: 2 });
  });

  it('is counted and summed to its end, whatever is remembered of it', async () => {
    const { total, whole } = await readResult(file('"n"\n"1.50"\n"2"\n"3"\n'), { rows: 1, characters: 100 });
    expect([total, whole[0]?.sum]).toEqual([3, '6.50']);
  });

  it('that breaks off while it is read is an error', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('connection lost'));
      },
    });
    await expect(readResult(broken)).rejects.toThrow('connection lost');
  });
});
