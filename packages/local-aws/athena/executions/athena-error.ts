import type { TrinoError } from 'trino-on-duckdb';

/** Category 1 is the system's fault, 2 the user's, 3 other. Source: https://docs.aws.amazon.com/athena/latest/ug/error-reference.html */
export interface AthenaError {
  readonly category: number;
  readonly type: number;
}

const SYSTEM: Readonly<Record<string, number>> = {
  GENERIC_INTERNAL_ERROR: 200,
  EXCEEDED_LOCAL_MEMORY_LIMIT: 0,
  EXCEEDED_TIME_LIMIT: 210,
  HIVE_METASTORE_ERROR: 204,
};

/** Names and types that do not fit are errors of syntax, values that do not are errors of data. */
const USER: Readonly<Record<string, number>> = {
  SYNTAX_ERROR: 1006,
  COLUMN_NOT_FOUND: 1006,
  TABLE_NOT_FOUND: 1006,
  SCHEMA_NOT_FOUND: 1006,
  FUNCTION_NOT_FOUND: 1006,
  TYPE_MISMATCH: 1006,
  EXPRESSION_NOT_AGGREGATE: 1006,
  NOT_SUPPORTED: 1008,
  DIVISION_BY_ZERO: 1001,
  INVALID_CAST_ARGUMENT: 1001,
  NUMERIC_VALUE_OUT_OF_RANGE: 1001,
  INVALID_FUNCTION_ARGUMENT: 1100,
};

export function athenaErrorOf({ code }: TrinoError): AthenaError {
  const system = SYSTEM[code];
  return system === undefined ? { category: 2, type: USER[code] ?? 1000 } : { category: 1, type: system };
}

export const CANCELLED: AthenaError = { category: 2, type: 1011 };
