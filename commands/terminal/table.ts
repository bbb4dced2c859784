/** The widest a cell is shown, in columns of the terminal. */
const MAX_WIDTH = 40;

/** Characters of a cell that are measured: the time of `Intl.Segmenter` grows with the square of a text's length. */
const LONGEST = 500;

/** A table as lines of text: numbers right-aligned, all else left-aligned, without control characters. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = [header, ...rows].map(row => row.map(cell => cut(printable(cell.length > LONGEST ? `${cell.slice(0, LONGEST)}…` : cell))));
  const widths = header.map((_, column) => Math.max(...cells.map(row => width(row[column] ?? ''))));
  const numeric = header.map((_, column) => rows.length > 0 && rows.every(row => /^(-?\d+(\.\d+)?)?$/.test(row[column] ?? '')));
  const line = (row: readonly string[]) => widths.map((size, column) => pad(row[column] ?? '', size, numeric[column] ?? false)).join('  ');
  const [top = [], ...body] = cells;
  return [line(top), widths.map(size => '─'.repeat(size)).join('  '), ...body.map(line)].map(text => `  ${text}`.trimEnd());
}

/** Control characters, and those that turn the direction of text, become a visible mark. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '␦');
}

/** Made when a text needs it: it takes some 10 ms and 3 MB of every start. */
let segmenter: Intl.Segmenter | undefined;
const PLAIN = /^[ -~]*$/;
const WIDE = /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\uFF01-\uFF60]/u;

/** Columns that a text takes in a terminal. */
function width(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of segments(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

function cut(text: string): string {
  if (width(text) <= MAX_WIDTH) return text;
  let kept = '';
  for (const { segment } of segments(text)) {
    if (width(kept + segment) > MAX_WIDTH - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

function pad(text: string, size: number, right: boolean): string {
  const space = ' '.repeat(size - width(text));
  return right ? space + text : text + space;
}
