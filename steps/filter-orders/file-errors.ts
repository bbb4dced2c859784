import { COLUMNS } from '../../pipeline/columns';
import { FILE_ERRORS, type FileErrorName } from '../../pipeline/errors';
import type { OrdersReport } from './report';

/**
 * What can be wrong with a file as a whole. The names are a contract: the Lambda runtime hands `name` to the state machine as the error's type, and
 * people read it in the manifest. Each message says what was expected, what was received, where, and what to do, and ends with the name.
 */
export abstract class FileError extends Error {
  abstract override readonly name: FileErrorName;
  /** What is known of the file up to the error: `readOrders` sets it. */
  report: OrdersReport | undefined;
}

function message(name: FileErrorName, ...parts: readonly string[]): string {
  return `${parts
    .filter(part => part !== '')
    .map(sentence)
    .join(' ')} See docs/errors.md: ${name}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

export class EmptyFile extends FileError {
  override readonly name = 'EmptyFile';

  constructor() {
    super(
      message('EmptyFile', `Expected a header with ${COLUMNS.join(', ')}, received a file without any text`, FILE_ERRORS.EmptyFile.remedy),
    );
  }
}

export interface MissingColumnsFacts {
  readonly missing: readonly string[];
  /** The header's names as it was split. */
  readonly names: readonly string[];
  /** The header as it stands in the file. */
  readonly line: string;
  /** Further sentences: the source that fits best, the nearest names, what the first line is instead. */
  readonly hints: readonly string[];
}

export class MissingColumns extends FileError {
  override readonly name = 'MissingColumns';
  readonly missing: readonly string[];

  constructor({ missing, names, line, hints }: MissingColumnsFacts) {
    const split = names.length > 1 ? `, split into ${names.map(name => JSON.stringify(name.trim())).join(', ')}` : '';
    super(
      message(
        'MissingColumns',
        `Expected a header with ${COLUMNS.join(', ')}; missing: ${missing.join(', ')}`,
        `The header is: ${excerpt(line)}${excerpt(split, 600)}`,
        ...hints,
      ),
    );
    this.missing = missing;
  }
}

export class DuplicateColumns extends FileError {
  override readonly name = 'DuplicateColumns';

  constructor(column: string, names: readonly string[]) {
    super(
      message(
        'DuplicateColumns',
        `Expected one column ${column}, received ${names.length}: ${excerpt(names.map(name => JSON.stringify(name)).join(', '))}`,
        FILE_ERRORS.DuplicateColumns.remedy,
      ),
    );
  }
}

export class NotUtf8 extends FileError {
  override readonly name = 'NotUtf8';

  /** `line` counts from 1, `offset` in bytes from 0, a byte order mark included. `looksLike` is what the bytes look like, and what to do. */
  constructor(
    readonly line: number,
    readonly offset: number,
    looksLike: string,
    encoding = 'UTF-8',
  ) {
    super(message('NotUtf8', `Expected ${encoding} text, received a byte that is none in line ${line}, at offset ${offset}`, looksLike));
  }
}

export class NotCsv extends FileError {
  override readonly name = 'NotCsv';

  /** `what` the file is, such as "an Excel workbook". */
  constructor(
    readonly what: string,
    remedy: string = FILE_ERRORS.NotCsv.remedy,
  ) {
    super(message('NotCsv', `Expected a text file of orders (CSV), received ${what}`, remedy));
  }
}

export class BadGzip extends FileError {
  override readonly name = 'BadGzip';

  constructor(options: ErrorOptions) {
    const cause = options.cause instanceof Error ? ` (${options.cause.message})` : '';
    super(
      message('BadGzip', `Expected a whole gzip file, received one that is damaged or cut off${cause}`, FILE_ERRORS.BadGzip.remedy),
      options,
    );
  }
}

export class TooLarge extends FileError {
  override readonly name = 'TooLarge';

  constructor(maxBytes: number) {
    super(message('TooLarge', `Expected at most ${maxBytes} bytes of text, received more`, FILE_ERRORS.TooLarge.remedy));
  }
}

export class RowTooLarge extends FileError {
  override readonly name = 'RowTooLarge';

  constructor(
    readonly line: number,
    maxBytes: number,
  ) {
    super(
      message(
        'RowTooLarge',
        `Expected lines of at most ${maxBytes} bytes, received a longer one: line ${line}`,
        FILE_ERRORS.RowTooLarge.remedy,
      ),
    );
  }
}

export class AmbiguousSource extends FileError {
  override readonly name = 'AmbiguousSource';

  constructor(names: readonly string[]) {
    super(
      message(
        'AmbiguousSource',
        `Expected a header that fits one kind of export, received one that fits ${names.join(' and ')} alike`,
        `Name the kind: ${names.map(name => `--source ${name}`).join(' or ')}`,
      ),
    );
  }
}

/** The names of what is known only at the end of a file, the first of which names the error. */
export type EndErrorName = Extract<
  FileErrorName,
  'AmbiguousColumns' | 'AmbiguousDates' | 'AmbiguousAmounts' | 'MixedCurrencies' | 'TooManyBadRows'
>;

/** What the end of a file shows: all its faults in one message, by the name of the first. */
export class RefusedAtEnd extends FileError {
  constructor(
    override readonly name: EndErrorName,
    sentences: readonly string[],
  ) {
    super(message(name, ...sentences));
  }
}

export class InvalidReading extends FileError {
  override readonly name = 'InvalidReading';

  constructor(reason: string) {
    super(message('InvalidReading', reason, FILE_ERRORS.InvalidReading.remedy));
  }
}

/** A message travels through an execution's history: what was received is shown, but never a megabyte of it. */
export function excerpt(text: string, length = 300): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text;
}
