import type { Expression, Query, WindowSpecification } from '../syntax/ast';
import type { Table } from '../tables/table';
import type { UserDefinedFunctions } from '../user-defined-functions/user-defined-function';
import type { Grouping } from './grouping';
import type { PartitionGroups } from './partition-groups';
import type { Field, Scope } from './scope';
import type { Stages } from './stages';

/** What is the same in the whole statement. */
export interface StatementContext {
  readonly udfs: UserDefinedFunctions;
  /** A name for DuckDB that nothing else has. */
  unique(prefix: string): string;
  /** A table of the catalogue, or why there is none (a `TrinoError`). */
  table(name: readonly string[], at: Expression['at']): Table;
  /** A view of the catalogue: its query, and what the names in it mean. */
  view(name: readonly string[]): NamedView | undefined;
  /** Whether any table has been named so far: FROM is looked at before anything else. */
  readsTables(): boolean;
  readonly parameters: readonly Expression[];
  readonly now: Date;
  /** The statement's own query, whose WITH clause is made of stages. */
  readonly query: Query;
  readonly stages: Stages;
  /** The columns, in lower case, that most windows of the statement partition by. */
  readonly partitionedBy: ReadonlySet<string>;
}

export interface NamedView {
  readonly statement: StatementContext;
  readonly query: Query;
  readonly columns: readonly string[];
}

/** A query of a WITH clause that can be named. */
export interface NamedQuery {
  readonly sqlName: string;
  readonly fields: readonly Field[];
}

/** Where an expression stands. */
export interface Env {
  readonly statement: StatementContext;
  readonly scope: Scope;
  readonly named: ReadonlyMap<string, NamedQuery>;
  /** Where rows are grouped: what takes the aggregates. */
  readonly grouping?: Grouping | undefined;
  readonly windows: ReadonlyMap<string, WindowSpecification>;
  /** Where a window's partitions can be grouped first: what takes their aggregates. */
  readonly partitions?: PartitionGroups | undefined;
  /** The whole expression that is looked at, for errors that Trino reports of it. */
  readonly root?: Expression | undefined;
}
