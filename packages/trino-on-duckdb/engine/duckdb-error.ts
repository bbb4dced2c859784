import { TrinoError } from '../trino-error';

/** What DuckDB said while a statement ran, as Trino would have said it. */
export function trinoErrorOf(error: unknown): TrinoError {
  if (error instanceof TrinoError) return error;
  if (error instanceof RangeError) return new TrinoError('STACK_OVERFLOW', 'statement is too large (stack overflow during analysis)');
  // A line of our translation says nothing to the reader.
  const message = (error instanceof Error ? error.message : String(error)).replace(/\n\nLINE \d+:[\s\S]*$/, '');
  const [, code, detail] = /^(?:[A-Z][\w ]* Error: )?([A-Z][A-Z_]{5,}): ([\s\S]*)$/.exec(message) ?? [];
  if (code !== undefined && detail !== undefined) return new TrinoError(code, detail);
  const [, operation, type = '', operands] = /Overflow in (\w+) of (\w+) \((.*)\)/.exec(message) ?? [];
  if (operation)
    return new TrinoError('NUMERIC_VALUE_OUT_OF_RANGE', `${INTEGERS[type] ?? type.toLowerCase()} ${operation} overflow: ${operands}`);
  const [, value, into = ''] = /with value (-?\d+) can't be cast because .* destination type (INT\d+)/.exec(message) ?? [];
  if (value) return new TrinoError('NUMERIC_VALUE_OUT_OF_RANGE', `${value} is out of range for ${INTEGERS[into] ?? into.toLowerCase()}`);
  if (/^(Out of Range|Conversion) Error/.test(message)) return new TrinoError('NUMERIC_VALUE_OUT_OF_RANGE', message);
  if (message.includes('More than one row returned by a subquery'))
    return new TrinoError('SUBQUERY_MULTIPLE_ROWS', 'Scalar sub-query has returned multiple rows');
  if (message.startsWith('Out of Memory'))
    return new TrinoError('EXCEEDED_LOCAL_MEMORY_LIMIT', 'Query exhausted resources at this scale factor');
  return new TrinoError('GENERIC_INTERNAL_ERROR', message);
}

const INTEGERS: Readonly<Record<string, string>> = { INT8: 'tinyint', INT16: 'smallint', INT32: 'integer', INT64: 'bigint' };
