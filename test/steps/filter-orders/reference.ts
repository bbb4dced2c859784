import type { FilterOptions } from '../../../steps/filter-orders/order-filter';
import { SETTINGS } from './run-filter';

/**
 * The specification once more, as naively as can be: the whole file in memory, one character after another, every rule in the words of
 * FILTER-SPEC.md, nothing shared with the production code. It is what that code is compared with.
 */
export function referenceFilter(file: Uint8Array, options: Partial<FilterOptions> = {}): unknown {
  try {
    return filterWhole(file, options);
  } catch (error) {
    if (error instanceof FileError) return { name: error.name, ...error.facts };
    throw error;
  }
}

class FileError extends Error {
  constructor(
    override readonly name: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(name);
  }
}

interface Character {
  readonly text: string;
  readonly offset: number;
}

const FIVE = ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate'];

function filterWhole(file: Uint8Array, { settings = SETTINGS, asOf = '2000-01-01', maxRowBytes = 1_048_576 }: Partial<FilterOptions>) {
  const { characters, bad } = decode(file);
  if (characters[0]?.text === '\ufeff') characters.shift();

  let header: string[] | undefined;
  let places: number[] = [];
  let at = 0;
  let line = 1;
  const processed = [`${FIVE.join(',')}\n`];
  const quarantine: string[] = [];
  const count = { kept: 0, dropped: 0, quarantined: 0, lineBreaksReplaced: 0 };
  const rules: Record<string, number> = {};
  const examples: unknown[] = [];

  while (at < characters.length) {
    const lineEnd = endOfLine(characters, at);
    if (textOf(characters, at, lineEnd).trim() === '') {
      if (lineEnd === characters.length) break;
      at = behindBreak(characters, lineEnd);
      line++;
      continue;
    }
    // In the header a NUL is as bad as a byte that is no UTF-8.
    const nul = header === undefined ? characters.findIndex(({ text }, index) => index >= at && text === '\0') : -1;
    const known = nul < 0 ? characters : characters.slice(0, nul);
    const stop = nul < 0 ? bad : characters[nul]?.offset;
    const row = readRow(known, at, stop, file.length, maxRowBytes, line);
    if (row === undefined) throw new FileError('NotUtf8', { line: line + breaksIn(textOf(known, at, known.length)), offset: stop });

    const raw = textOf(known, at, row.end);
    if (header === undefined) {
      header = row.fields ?? [];
      places = readHeader(header);
    } else {
      const verdict = judge(row.fields, header, places);
      if (typeof verdict === 'object' && 'rule' in verdict) {
        const originals = header.map((_, index) => row.fields?.[index] ?? '');
        quarantine.push(
          formQuarantine([...originals, `${line}`, verdict.column ?? '', verdict.rule, verdict.value ?? raw, verdict.reason]),
        );
        count.quarantined++;
        rules[verdict.rule] = (rules[verdict.rule] ?? 0) + 1;
        if (examples.length < 5) examples.push({ line, column: verdict.column, rule: verdict.rule });
      } else if (
        settings.dropStatuses.includes((verdict[3] ?? '').toLowerCase()) &&
        age(verdict[4] ?? '', asOf) >= settings.dropAfterDays
      ) {
        count.dropped++;
      } else {
        count.kept++;
        for (const value of verdict) count.lineBreaksReplaced += breaksIn(value);
        processed.push(formProcessed(verdict.map(value => value.split(/\r\n|\r|\n/).join(' '))));
      }
    }
    line += breaksIn(raw);
    at = row.end;
    if (at < characters.length) {
      at = behindBreak(characters, at);
      line++;
    }
  }
  if (bad !== undefined) {
    throw new FileError('NotUtf8', { line: 1 + breaksIn(textOf(characters, 0, characters.length)), offset: bad });
  }
  if (header === undefined) throw new FileError('EmptyFile');
  return {
    processed: processed.join(''),
    quarantine:
      quarantine.length > 0
        ? [formQuarantine([...header, 'line', 'column', 'rule', 'value', 'reason']), ...quarantine].join('')
        : undefined,
    report: {
      read: count.kept + count.dropped + count.quarantined,
      ...count,
      rules,
      examples,
      extraColumns: header.filter((_, index) => !places.includes(index)).map(name => name.trim()),
    },
  };
}

/** Every character with its offset, up to the first byte that begins none. */
function decode(file: Uint8Array): { characters: Character[]; bad: number | undefined } {
  const characters: Character[] = [];
  let offset = 0;
  while (offset < file.length) {
    const size = [1, 2, 3, 4].find(length => offset + length <= file.length && isOneCharacter(file.subarray(offset, offset + length)));
    if (size === undefined) return { characters, bad: offset };
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.subarray(offset, offset + size));
    characters.push({ text, offset });
    offset += size;
  }
  return { characters, bad: undefined };
}

function isOneCharacter(bytes: Uint8Array): boolean {
  try {
    return [...new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)].length === 1;
  } catch {
    return false;
  }
}

/** Undefined: the row is still open at the bad byte. `fields` is undefined for bad quoting; `end` is the index of the row's line end. */
function readRow(
  characters: readonly Character[],
  start: number,
  bad: number | undefined,
  fileSize: number,
  maxRowBytes: number,
  line: number,
): { fields: string[] | undefined; end: number } | undefined {
  const length = characters.length;
  const is = (index: number, ...texts: string[]) => index < length && texts.includes(characters[index]?.text ?? '');
  const bytesTo = (index: number) => (characters[index]?.offset ?? bad ?? fileSize) - (characters[start]?.offset ?? 0);

  const firstLineEnd = endOfLine(characters, start);
  if (bytesTo(firstLineEnd) > maxRowBytes) throw new FileError('RowTooLarge', { line });
  const badRow = firstLineEnd === length && bad !== undefined ? undefined : { fields: undefined, end: firstLineEnd };
  // What was read so far, when the text stops: is it too long for a row already, or open?
  const cutShort = () => (bad === undefined || (firstLineEnd < length && bytesTo(length) > maxRowBytes) ? badRow : undefined);

  const fields: string[] = [];
  let at = start;
  for (;;) {
    if (is(at, '"')) {
      let field = '';
      for (at++; ; at++) {
        if (at >= length) return cutShort();
        if (is(at, '"') && !is(at + 1, '"')) break;
        if (is(at, '"')) at++;
        field += characters[at]?.text;
      }
      at++;
      if (at < length && !is(at, ',', '\r', '\n')) return badRow;
      fields.push(field);
    } else {
      let field = '';
      while (at < length && !is(at, ',', '\r', '\n')) {
        if (is(at, '"') && field.trim() === '') return badRow;
        field += characters[at++]?.text;
      }
      fields.push(field);
    }
    if (at >= length && bad !== undefined) return cutShort();
    if (!is(at, ',')) break;
    at++;
  }
  return at > firstLineEnd && bytesTo(at) > maxRowBytes ? badRow : { fields, end: at };
}

function readHeader(names: readonly string[]): number[] {
  const plain = names.map(name =>
    [...name]
      .filter(character => character.trim() !== '' && character !== '_')
      .join('')
      .toLowerCase(),
  );
  const missing = FIVE.filter(column => !plain.includes(column.toLowerCase()));
  if (missing.length > 0) throw new FileError('MissingColumns', { missing });
  for (const column of FIVE) {
    if (plain.filter(name => name === column.toLowerCase()).length > 1) throw new FileError('DuplicateColumns');
  }
  return FIVE.map(column => plain.indexOf(column.toLowerCase()));
}

function judge(fields: readonly string[] | undefined, header: readonly string[], places: readonly number[]) {
  const whole = { column: null, value: null };
  if (fields === undefined)
    return { ...whole, rule: 'bad-quoting', reason: 'quotes open and close whole fields, and a quote inside them is doubled' };
  if (fields.join('').includes('\0')) return { ...whole, rule: 'nul-byte', reason: 'the row holds a NUL character' };
  if (fields.length !== header.length) {
    return { ...whole, rule: 'field-count', reason: `the header has ${header.length} fields, the row has ${fields.length}` };
  }
  const five = places.map(place => fields[place] ?? '');
  const [id = '', customer = '', amount = '', , date = ''] = five.map(value => value.trim());
  const wrong = (rule: string, index: number, reason: string) => ({
    rule,
    column: FIVE[index] ?? null,
    value: five[index] ?? null,
    reason,
  });
  if (id === '') return wrong('empty-id', 0, 'an order has an id');
  if (customer === '') return wrong('empty-customer', 1, 'an order has a customer');
  const [whole1 = '', decimals] = amount.replace('-', amount.startsWith('-') ? '' : '-').split('.');
  const digits = (text: string, most: number) => text.length >= 1 && text.length <= most && [...text].every(c => '0123456789'.includes(c));
  if (!digits(whole1, 16) || (decimals !== undefined && !digits(decimals, 2)) || amount.split('.').length > 2) {
    return wrong('bad-amount', 2, 'an amount is a plain number like -1234.50: at most 16 digits, then at most 2 decimals');
  }
  if (!isDay(date)) return wrong('bad-date', 4, 'a date is a real day like 2025-04-21');
  return five.map(value => value.trim());
}

function isDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function age(date: string, asOf: string): number {
  return (Date.parse(`${asOf}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`)) / 86_400_000;
}

function formProcessed(values: readonly string[]): string {
  return `${values.map(value => (value.includes(',') || value.includes('"') || value.includes('\\') ? quote(value) : value)).join(',')}\n`;
}

function formQuarantine(values: readonly string[]): string {
  return `${values.map(value => ([',', '"', '\\', '\r', '\n'].some(special => value.includes(special)) ? quote(value) : value)).join(',')}\n`;
}

function quote(value: string): string {
  return `"${value.split('"').join('""')}"`;
}

function endOfLine(characters: readonly Character[], from: number): number {
  let at = from;
  while (at < characters.length && characters[at]?.text !== '\r' && characters[at]?.text !== '\n') at++;
  return at;
}

function behindBreak(characters: readonly Character[], at: number): number {
  return characters[at]?.text === '\r' && characters[at + 1]?.text === '\n' ? at + 2 : at + 1;
}

function breaksIn(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1;
}

function textOf(characters: readonly Character[], from: number, to: number): string {
  return characters
    .slice(from, to)
    .map(({ text }) => text)
    .join('');
}
