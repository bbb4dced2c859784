/** Where in the statement something stands; both count from 1, as Trino prints them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A statement that Trino refuses, or that fails while it runs: `code` is Trino's own error name, such as `DIVISION_BY_ZERO`. */
export class TrinoError extends Error {
  override readonly name = 'TrinoError';

  /** The message without the code. */
  readonly detail: string;

  constructor(
    readonly code: string,
    what: string,
    at?: Position,
  ) {
    const detail = at ? `line ${at.line}:${at.column}: ${what}` : what;
    super(`${code}: ${detail}`);
    this.detail = detail;
  }
}

export function typeMismatch(message: string, at?: Position): TrinoError {
  return new TrinoError('TYPE_MISMATCH', message, at);
}

export function invalidArgument(message: string, at?: Position): TrinoError {
  return new TrinoError('INVALID_FUNCTION_ARGUMENT', message, at);
}

export function divisionByZero(): TrinoError {
  return new TrinoError('DIVISION_BY_ZERO', 'Division by zero');
}

/** For what Trino supports and local AWS does not: it is refused by name, since a wrong result would be worse. */
export function notSupported(what: string, at?: Position): TrinoError {
  return new TrinoError('NOT_SUPPORTED', `${what} is not supported by local AWS; see packages/local-aws/README.md`, at);
}
