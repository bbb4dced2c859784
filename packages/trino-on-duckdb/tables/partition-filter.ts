import { TrinoError } from '../trino-error';
import { isInteger, type Type } from '../types/type';
import type { DataFile } from './definition';

export interface PartitionKey {
  readonly name: string;
  readonly type: Type;
  /** Its values are those that the query names: it has to. */
  readonly injected: boolean;
}

/** The partitions that one use of a table reads: what its WHERE clause leaves of them. */
export class PartitionFilter {
  private readonly allowed = new Map<number, ReadonlySet<string>>();

  constructor(readonly keys: readonly PartitionKey[]) {}

  /** The column of this number equals one of these literals. */
  restrict(column: number, literals: readonly string[]): void {
    const key = this.keys[column];
    // Other types have several texts for one value.
    if (!key || (key.type.name !== 'varchar' && !isInteger(key.type))) return;
    const values = new Set(literals.map(literal => normal(literal, key.type)));
    const before = this.allowed.get(column);
    this.allowed.set(column, before ? new Set([...before].filter(value => values.has(value))) : values);
  }

  /** Fails where an injected column has not been compared. */
  select<F extends DataFile>(files: readonly F[]): readonly F[] {
    const open = this.keys.find((key, column) => key.injected && !this.allowed.has(column));
    if (open)
      throw new TrinoError(
        'CONSTRAINT_VIOLATION',
        `For the injected projected partition column ${open.name}, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.`,
      );
    return files.filter(({ partition = [] }) =>
      this.keys.every(({ type }, column) => this.allowed.get(column)?.has(normal(partition[column] ?? '', type)) ?? true),
    );
  }
}

function normal(text: string, type: Type): string {
  return isInteger(type) && /^[+-]?\d+$/.test(text) ? String(BigInt(text.replace('+', ''))) : text;
}
