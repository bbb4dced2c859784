import { printable, table } from '../../../commands/terminal/table';

describe('table', () => {
  it('puts numbers to the right and text to the left', () => {
    expect(
      table(
        ['customer', 'total'],
        [
          ['Smith, "JJ"', '1.50'],
          ['Bo', '-120.00'],
        ],
      ),
    ).toEqual(['  customer       total', '  ───────────  ───────', '  Smith, "JJ"     1.50', '  Bo           -120.00']);
  });

  it('counts wide characters as two columns, and cuts what is too wide', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['日本', 'x'],
          ['abcd', 'y'],
        ],
      ).slice(2),
    ).toEqual(['  日本  x', '  abcd  y']);
    expect(table(['a'], [['x'.repeat(100)]]).at(-1)).toBe(`  ${'x'.repeat(39)}…`);
  });

  it('shows a header alone', () => {
    expect(table(['a'], [])).toEqual(['  a', '  ─']);
  });
});

describe('printable', () => {
  it.each([
    ['an escape sequence', '\u001B[31mred', '␦[31mred'],
    ['a line break', 'a\r\nb', 'a␦␦b'],
    ['a change of direction', 'a\u202Eb', 'a␦b'],
    ['emoji and accents', '🍕 é', '🍕 é'],
  ])('tames %s', (_what, text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});
