import type { PartitionFilter } from '../tables/partition-filter';
import { notSupported, type Position, TrinoError } from '../trino-error';
import type { Type } from '../types/type';
import type { Grouping } from './grouping';

/** A column that a name can mean. */
export interface Field {
  /** As typed where it was named; absent for `SELECT 1`. Trino compares names without regard to case. */
  readonly name?: string | undefined;
  /** The names in front of it, outermost first: `awsdatacatalog`, `sales`, `invoices`, or one alias. */
  readonly qualifier: readonly string[];
  readonly type: Type;
  /** Its column in DuckDB, unique in the whole statement, so that nothing there is ever ambiguous. */
  readonly sql: string;
  /** `"$path"`: found by name, not part of `*`. */
  readonly hidden?: boolean;
  /** A partition key: what equals a literal there leaves whole files out. */
  readonly partition?: { readonly filter: PartitionFilter; readonly column: number } | undefined;
  /** Why no query can name it. */
  readonly refused?: string | undefined;
}

/** What names can mean at some place of the statement. */
export interface Scope {
  readonly fields: readonly Field[];
  /** The query around this one, whose columns a correlated subquery sees. */
  readonly parent?: Scope | undefined;
  /** Whether the query ends here, so that these columns and the parent's are those around it. */
  readonly outside?: boolean;
  /** Whether that query may give one row only. */
  readonly scalar?: boolean;
  /** Where rows have been grouped: what is left of the fields. */
  readonly grouping?: Grouping | undefined;
}

interface Found {
  readonly field: Field;
  readonly scope: Scope;
}

/** The column that a name means, in the innermost query that has it. */
export function findField(scope: Scope | undefined, names: readonly string[], at: Position): Found | undefined {
  if (!scope) return undefined;
  const matching = scope.fields.filter(field => matches(field, names));
  if (matching.length > 1) throw new TrinoError('AMBIGUOUS_NAME', `Column '${names.join('.')}' is ambiguous`, at);
  const [field] = matching;
  if (field) checkSupported(field, at);
  return field ? { field, scope } : findField(scope.parent, names, at);
}

export function checkSupported({ refused }: Field, at: Position): void {
  if (refused !== undefined) throw notSupported(refused, at);
}

export function columnNotFound(names: readonly string[], at: Position): TrinoError {
  if (/^\$file_(size|modified_time)$/i.test(names.at(-1) ?? '')) return notSupported(`Column ${names.at(-1)}`, at);
  return new TrinoError(
    'COLUMN_NOT_FOUND',
    `Column '${names.join('.')}' cannot be resolved or requester is not authorized to access requested resources`,
    at,
  );
}

export function hasQualifier(field: Field, qualifier: readonly string[]): boolean {
  const tail = field.qualifier.slice(-qualifier.length);
  return qualifier.length <= field.qualifier.length && qualifier.every((part, index) => same(part, tail[index]));
}

function matches(field: Field, names: readonly string[]): boolean {
  return same(names.at(-1), field.name) && (names.length === 1 || hasQualifier(field, names.slice(0, -1)));
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a.toLowerCase() === b?.toLowerCase();
}
