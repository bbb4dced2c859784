import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { downloadLines } from '../../../dashboard/data/download';
import { readResult } from '../../../dashboard/executions/result';
import { athenaCsv } from '../fake-reads';

async function downloaded(csv: string): Promise<string> {
  const file = () => Readable.from([Buffer.from(csv)]);
  const { whole: columns } = await readResult(file());
  const whole = await text(Readable.from(downloadLines(file(), index => columns[index]?.kind)));
  expect(whole.startsWith('\uFEFF')).toBe(true);
  return whole.slice(1);
}

describe('a download', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['＝1+1', "'＝1+1"],
    ['=a,"b"', `'=a,"b"`],
    ['a=1', 'a=1'],
    ["O'Neil", "O'Neil"],
    ['Bob', 'Bob'],
    ['', ''],
  ])('has the text %j as %j', async (value, expected) => {
    expect(await downloaded(athenaCsv([['customer'], ['Bob'], [value]]))).toBe(athenaCsv([['customer'], ['Bob'], [expected]]));
  });

  test.each([
    ['a negative number among numbers', [['amount'], ['1.00'], ['-5.00']]],
    ['a large DOUBLE among numbers', [['amount'], ['1.0'], ['-3.868E7']]],
    [
      'NULL',
      [
        ['amount', 'customer'],
        [null, 'a'],
      ],
    ],
    ['a header alone', [['amount']]],
  ])('has %s as it is', async (_what, rows) => {
    expect(await downloaded(athenaCsv(rows))).toBe(athenaCsv(rows));
  });

  it('has a header that is no formula', async () => {
    expect(await downloaded(athenaCsv([['=a']]))).toBe(athenaCsv([["'=a"]]));
  });
});
