import type { Typed } from '../expressions/typed';
import type { Expression } from '../syntax/ast';
import type { Env } from './env';
import { findField, type Scope } from './scope';

/** A query's rows once they are grouped: the keys, and the aggregates that its other clauses ask for. */
export class Grouping {
  private readonly keys = new Map<string, Typed>();
  /** From the aggregate's SQL to its column, so that the same one is computed once. */
  readonly aggregates = new Map<string, string>();

  constructor(
    /** Where the aggregates' arguments stand: in the rows before they are grouped. */
    readonly source: Env,
  ) {}

  addKey(expression: Expression, key: Typed): void {
    this.keys.set(fingerprint(expression, this.source.scope), key);
  }

  /** The key that the expression is, if it is one. */
  key(expression: Expression, scope: Scope): Typed | undefined {
    return this.keys.size === 0 ? undefined : this.keys.get(fingerprint(expression, scope));
  }

  /** What the query's other clauses see. */
  columns(): string[] {
    return [...[...this.keys.values()].map(key => key.sql), ...this.aggregates.values()];
  }

  aggregate(sql: string): string {
    const column = this.aggregates.get(sql) ?? this.source.statement.unique('a');
    this.aggregates.set(sql, column);
    return column;
  }
}

/** Equal for expressions that mean the same: positions, case and the qualifiers of columns do not count. */
export function fingerprint(expression: Expression, scope: Scope): string {
  return JSON.stringify(expression, (key, value: unknown) => {
    if (key === 'at' || key === 'text') return undefined;
    if (key === 'query') return value;
    const names = isExpression(value) ? columnNames(value) : undefined;
    if (!names) return value;
    try {
      return findField(scope, names, expression.at)?.field.sql ?? names.map(name => name.toLowerCase());
    } catch {
      return names;
    }
  });
}

/** `a`, `t.a` or `d.t.a` as names; undefined for anything else. */
export function columnNames(expression: Expression): readonly string[] | undefined {
  if (expression.kind === 'name') return [expression.name];
  if (expression.kind !== 'field') return undefined;
  const base = columnNames(expression.base);
  return base && [...base, expression.name];
}

function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'name' || value.kind === 'field');
}
