import { exclusion } from '../../glue/crawl/exclusions';

describe('an exclude pattern', () => {
  test.each([
    ['*.csv', 'a.csv', true],
    ['*.csv', 'folder/a.csv', false],
    ['*.*', 'a.b', true],
    ['*.*', 'ab', false],
    ['*.{csv,avro}', 'a.avro', true],
    ['*.{csv,avro}', 'a.json', false],
    ['foo.?', 'foo.c', true],
    ['foo.?', 'foo.cs', false],
    ['myfolder/*', 'myfolder/mysource', true],
    ['myfolder/*', 'myfolder/mysource/data', false],
    ['myfolder/*/*', 'myfolder/mysource/data', true],
    ['myfolder/**', 'myfolder/mysource/data', true],
    ['myfolder**', 'myfolder', true],
    ['departments/market*', 'departments/market-us.json', true],
    ['**.csv', 'employees/john.csv', true],
    ['2015/01/{[!0],0[8-9]}**', '2015/01/10/a.csv', true],
    ['2015/01/{[!0],0[8-9]}**', '2015/01/08/a.csv', true],
    ['2015/01/{[!0],0[8-9]}**', '2015/01/07/a.csv', false],
    ['2015/1[0-2]/**', '2015/11/01/a.csv', true],
    ['[a*]b', '*b', true],
    ['[!a]b', '/b', false],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['*', '.hidden', true],
    ['a+b(c).csv', 'a+b(c).csv', true],
  ])('%s on %s: %s', (pattern, path, expected) => expect(exclusion(pattern)(path)).toBe(expected));

  test.each([
    ['*{a,b*}c', 'xxb/c', false],
    ['*{a,b*}c', 'xxbyc', true],
    ['{a,}', '', true],
    ['**/x/**', 'a/b/x/c', true],
    ['?', '😀', true],
  ])('%s on %s: %s, by any way through its parts', (pattern, path, expected) => expect(exclusion(pattern)(path)).toBe(expected));

  it('with many wildcards takes no longer than its length times that of the key', () => {
    // By a regular expression this is 200 to the power of 40 steps.
    expect(exclusion(`${'*a'.repeat(40)}b`)('a'.repeat(200))).toBe(false);
    expect(exclusion(`${'**a'.repeat(40)}b`)(`${'a'.repeat(1000)}b`)).toBe(true);
  });
});
