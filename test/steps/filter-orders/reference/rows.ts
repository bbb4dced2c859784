import type { Text } from './bytes';
import { FileError } from './errors';

export interface Row {
  readonly line: number;
  /** Index of its first character. */
  readonly start: number;
  /** Undefined for bad quoting. */
  readonly fields: readonly string[] | undefined;
  /** Index of the character behind the row and its line end. */
  readonly behind: number;
  readonly nextLine: number;
}

/** All rows from a place on; blank lines and rows of empty fields are none. */
export function readRows(text: Text, start: number, line: number, delimiter: string, maxRowBytes: number): Row[] {
  const rows: Row[] = [];
  let row = nextRow(text, start, line, delimiter, maxRowBytes);
  while (row !== undefined) {
    rows.push(row);
    row = nextRow(text, row.behind, row.nextLine, delimiter, maxRowBytes);
  }
  return rows;
}

export function nextRow(text: Text, start: number, firstLine: number, delimiter: string, maxRowBytes: number): Row | undefined {
  const { characters } = text;
  let at = start;
  let line = firstLine;
  while (at < characters.length) {
    const lineEnd = endOfLine(text, at);
    if (textOf(text, at, lineEnd).trim() === '') {
      if (lineEnd === characters.length) break;
      at = behindBreak(text, lineEnd);
      line++;
      continue;
    }
    const { fields, end } = readRow(text, at, delimiter, maxRowBytes);
    const inside = breaksIn(textOf(text, at, end));
    const behind = end < characters.length ? behindBreak(text, end) : end;
    const nextLine = line + inside + (end < characters.length ? 1 : 0);
    const empty = fields?.every(field => field.trim() === '') ?? false;
    if (!empty) return { line, start: at, fields, behind, nextLine };
    at = behind;
    line = nextLine;
  }
  if (text.cutByBadByte) throw new FileError('NotUtf8');
  return undefined;
}

/** `fields` is undefined for bad quoting; `end` is the index of the row's line end. */
function readRow(text: Text, start: number, delimiter: string, maxRowBytes: number): { fields: string[] | undefined; end: number } {
  const { characters } = text;
  const length = characters.length;
  const is = (index: number, ...texts: string[]) => index < length && texts.includes(characters[index]?.text ?? '');
  const bytesTo = (index: number) => (characters[index]?.offset ?? text.size) - (characters[start]?.offset ?? 0);
  const behindBlanks = (index: number) => {
    let behind = index;
    while (is(behind, ' ', '\t') && !is(behind, delimiter)) behind++;
    return behind;
  };

  const firstLineEnd = endOfLine(text, start);
  if (bytesTo(firstLineEnd) > maxRowBytes) throw new FileError('RowTooLarge');
  const badRow = () => {
    if (firstLineEnd === length && text.cutByBadByte) throw new FileError('NotUtf8');
    return { fields: undefined, end: firstLineEnd };
  };
  // The text stops in the middle of a row: is the row too long already, or still open at a bad byte?
  const cutShort = () => {
    if (!text.cutByBadByte || (firstLineEnd < length && bytesTo(length) > maxRowBytes)) return badRow();
    throw new FileError('NotUtf8');
  };

  const fields: string[] = [];
  let at = start;
  for (;;) {
    let field = '';
    const opening = behindBlanks(at);
    if (is(opening, '"')) {
      for (at = opening + 1; ; at++) {
        if (at >= length) return cutShort();
        if (is(at, '"') && !is(at + 1, '"')) break;
        if (is(at, '"')) at++;
        field += characters[at]?.text;
      }
      at = behindBlanks(at + 1);
      if (at < length && !is(at, delimiter, '\r', '\n')) return badRow();
    } else {
      while (at < length && !is(at, delimiter, '\r', '\n')) {
        if (is(at, '"') && field.trim() === '') return badRow();
        field += characters[at++]?.text;
      }
    }
    fields.push(field);
    if (at >= length && text.cutByBadByte) return cutShort();
    if (!is(at, delimiter)) break;
    at++;
  }
  return at > firstLineEnd && bytesTo(at) > maxRowBytes ? badRow() : { fields, end: at };
}

export function endOfLine({ characters }: Text, from: number): number {
  let at = from;
  while (at < characters.length && characters[at]?.text !== '\r' && characters[at]?.text !== '\n') at++;
  return at;
}

export function behindBreak({ characters }: Text, at: number): number {
  return characters[at]?.text === '\r' && characters[at + 1]?.text === '\n' ? at + 2 : at + 1;
}

export function textOf({ characters }: Text, from: number, to: number): string {
  return characters
    .slice(from, to)
    .map(({ text }) => text)
    .join('');
}

function breaksIn(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1;
}
