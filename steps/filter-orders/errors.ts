import { COLUMNS } from './judging/columns';
import type { FilterReport } from './order-filter';

/**
 * What can be wrong with an upload as a whole. The names are a contract: the Lambda runtime hands `name` to the state machine as the error's
 * type, and people read it in the manifest.
 */

/** The execution's input names no upload that this step takes. */
export class InvalidUpload extends Error {
  override readonly name = 'InvalidUpload';
}

/** The as-of date cannot be read, or lies outside the years 0001 to 9999. */
export class InvalidAsOf extends Error {
  override readonly name = 'InvalidAsOf';

  constructor(value: unknown) {
    super(
      `Expected an as-of date like 2025-04-21 or 2025-04-21T18:30:00Z (with Z or ±HH:MM) in the years 0001 to 9999, got ${excerpt(JSON.stringify(value) ?? 'nothing')}`,
    );
  }
}

export class EmptyFile extends Error {
  override readonly name = 'EmptyFile';

  constructor() {
    super(`Expected a header with ${COLUMNS.join(', ')}, got a file without any text`);
  }
}

export class MissingColumns extends Error {
  override readonly name = 'MissingColumns';

  /** `came` is the header's line as it stands in the file. */
  constructor(
    readonly missing: readonly string[],
    came: string,
  ) {
    super(`Expected the columns ${COLUMNS.join(', ')}; missing: ${missing.join(', ')}; the header is: ${excerpt(came)}`);
  }
}

export class DuplicateColumns extends Error {
  override readonly name = 'DuplicateColumns';

  constructor(column: string, names: readonly string[]) {
    super(`Expected one column ${column}, got ${names.length}: ${excerpt(names.map(name => JSON.stringify(name)).join(', '))}`);
  }
}

export class NotUtf8 extends Error {
  override readonly name = 'NotUtf8';

  /** `line` counts from 1, `offset` in bytes from 0, a byte order mark included. */
  constructor(
    readonly line: number,
    readonly offset: number,
  ) {
    super(`Expected UTF-8 text, got a byte that is none in line ${line}, at offset ${offset}`);
  }
}

export class RowTooLarge extends Error {
  override readonly name = 'RowTooLarge';

  constructor(
    readonly line: number,
    maxBytes: number,
  ) {
    super(`Expected lines of at most ${maxBytes} bytes, got a longer one: line ${line}`);
  }
}

export class TooManyBadRows extends Error {
  override readonly name = 'TooManyBadRows';

  constructor({ quarantined, read, rules }: Pick<FilterReport, 'quarantined' | 'read' | 'rules'>, maxShare: number, quarantineKey: string) {
    const counts = Object.entries(rules).map(([rule, count]) => `${rule} ${count}`);
    super(
      `Expected at most the share ${maxShare} of the rows to be bad, got ${quarantined} of ${read} (${counts.join(', ')}); they are in ${quarantineKey}`,
    );
  }
}

/** A message travels through an execution's history: what came is shown, but never a megabyte of it. */
function excerpt(text: string, length = 300): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text;
}
