import { join, sep } from 'node:path';
import fc from 'fast-check';
import { fileNameOf } from '../../s3/state/file-name';

describe('the file of a key', () => {
  it.each([
    ['raw/orders.csv', 'raw/orders.csv'],
    ['raw/year=2025/a b,c_d-e.csv', 'raw/year=2025/a b,c_d-e.csv'],
    ['Q1.csv', '!q1.csv'],
    ['a', 'a.%'],
    ['a/b', 'a/b.%'],
    ['a.txt/b', 'a%2Etxt/b.%'],
    ['', '.%'],
    ['folder/', 'folder/.%'],
    ['a//b', 'a/%/b.%'],
    ['/a', '%/a.%'],
    ['.', '%2E.%'],
    ['../../etc/passwd', '%2E%2E/%2E%2E/etc/passwd.%'],
    ['.hidden', '%2Ehidden.%'],
    ['dot.', 'dot%2E.%'],
    ['CON', '%43!o!n.%'],
    ['nul.txt', '%6Eul.txt'],
    ['100%.csv', '100%25.csv'],
    ['!a.csv', '%21a.csv'],
    ['é.csv', '%C3%A9.csv'],
    ['back\\slash\0.csv', 'back%5Cslash%00.csv'],
  ])('%j is %s', (key, file) => {
    expect(fileNameOf(key)).toBe(file);
  });

  it('of a long key is named by a hash', () => {
    expect(fileNameOf('k'.repeat(201))).toMatch(/^%long\/[0-9a-f]{64}\.%$/);
    expect(fileNameOf('é/'.repeat(300))).toMatch(/^%long\/[0-9a-f]{64}\.%$/);
  });

  const key = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'A', 'é', 'É', '.', '/', '%', '!', ' ', '2', 'E', 'k'), maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );

  it('is another one for another key, also where case and normalization do not count', () => {
    const asSeen = (path: string) => path.normalize('NFC').toLowerCase();
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(asSeen(fileNameOf(a)) === asSeen(fileNameOf(b))).toBe(a === b);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is never where another key has a folder', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(fileNameOf(a).startsWith(`${fileNameOf(b)}/`)).toBe(false);
      }),
    );
  });

  it('stays in its folder', () => {
    fc.assert(
      fc.property(key, name => {
        expect(join(`${sep}data`, fileNameOf(name)).startsWith(`${sep}data${sep}`)).toBe(true);
        expect(fileNameOf(name)).not.toMatch(/(^|\/)\.\.?(\/|$)|[\\\0]/);
      }),
    );
  });
});
