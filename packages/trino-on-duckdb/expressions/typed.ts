import type { Type } from '../types/type';

/** An expression as Trino understands it (its type) and as DuckDB computes it. */
export interface Typed {
  readonly type: Type;
  readonly sql: string;
  /** Whether it may fail on some row: then it must not be computed where Trino would not get to it. */
  readonly fails: boolean;
  /** The text of a literal, for the few arguments that must be one. */
  readonly literal?: string;
}

/** `'it''s'`. DuckDB's strings have no escapes but the doubled quote. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
