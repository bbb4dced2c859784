import type { Expression, Query } from '../syntax/ast';
import { parseExpressionText, parseStatement, type Statement } from '../syntax/parse-statement';
import type { CatalogView } from '../tables/definition';
import type { Table } from '../tables/table';
import { notSupported, TrinoError } from '../trino-error';
import type { Type } from '../types/type';
import { UserDefinedFunctions } from '../user-defined-functions/user-defined-function';
import type { StatementContext } from './env';
import { mostPartitionedBy } from './lone-rows';
import { analyzeQuery } from './query';
import type { Field } from './scope';
import { type Stage, Stages } from './stages';
import { planCreateTableAs, planUnload, planView, type WritePlan } from './write-plan';

/** A statement that is ready to run. */
export interface Prepared {
  /** What is made before, in this order. */
  readonly first: readonly Stage[];
  /** DuckDB's SQL: one SELECT. */
  readonly sql: string;
  /** In the order of the result; a column without a name has Trino's `_col0`. */
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
  readonly udfs: UserDefinedFunctions;
  /** The tables that are read, once for each time that they are named. */
  readonly tables: readonly Table[];
  /** Of an UNLOAD or a CREATE TABLE AS: how its rows are written. */
  readonly write?: WritePlan | undefined;
}

interface StatementInput {
  readonly statement: Statement;
  /** SQL literals for the question marks. */
  readonly parameters: readonly string[];
  readonly now: Date;
  /** What a bare name means. */
  readonly database: string;
  /** Throws TABLE_NOT_FOUND and the like. */
  readonly findTable: (name: readonly string[], at: Expression['at'], database: string) => Table;
  readonly findView: (name: readonly string[], database: string) => CatalogView | undefined;
}

/** Types a statement and translates it; what Trino refuses, and what is not supported here, fails by name. */
export function analyzeStatement({ statement, parameters, now, database, findTable, findView }: StatementInput): Prepared {
  if (statement.kind === 'other') throw notSupported(`The statement ${statement.name}`);
  const tables: Table[] = [];
  let names = 0;
  const shared = {
    udfs: new UserDefinedFunctions(),
    unique(prefix: string) {
      names += 1;
      return `${prefix}${names}`;
    },
    readsTables: () => tables.length > 0,
    parameters: parameters.map(parameterValue),
    now,
    query: statement.query,
    stages: new Stages(),
    partitionedBy: mostPartitionedBy(statement.query),
  };
  /** Names in a view mean what they do in its own database. `around` are the views that it stands in. */
  const contextIn = (current: string, around: readonly CatalogView[]): StatementContext => ({
    ...shared,
    table(name, at) {
      const table = findTable(name, at, current);
      tables.push(table);
      return table;
    },
    view(name) {
      const found = findView(name, current);
      if (!found) return undefined;
      if (around.includes(found)) throw new TrinoError('VIEW_IS_RECURSIVE', `Statement would create a recursive view: ${found.name}`);
      const { view } = found;
      return { statement: contextIn(view.database, [...around, found]), query: queryOf(view.sql), columns: view.columns };
    },
  });
  const context = contextIn(database, []);
  if (statement.parameters !== parameters.length)
    throw new TrinoError(
      'INVALID_PARAMETER_USAGE',
      `Incorrect number of parameters: expected ${statement.parameters} but found ${parameters.length}`,
    );
  const query = analyzeQuery(statement.query, { statement: context, scope: { fields: [] }, named: new Map(), windows: new Map() });
  const { first, prefix } = context.stages.result();
  return {
    first,
    sql: prefix + query.sql,
    columns: query.fields.map(({ name, type }, index) => ({ name: name ?? `_col${index}`, type })),
    udfs: context.udfs,
    tables: tables.map(narrowed),
    write: planWrite(statement, query.fields),
  };
}

function queryOf(sql: string): Query {
  const statement = parseStatement(sql);
  if (statement.kind !== 'query') throw notSupported('A view of other than a query');
  return statement.query;
}

function planWrite(statement: Statement, fields: readonly Field[]): WritePlan | undefined {
  if (statement.kind === 'unload') return planUnload(statement, fields);
  if (statement.kind === 'create view') return planView(fields);
  return statement.kind === 'create table as' ? planCreateTableAs(statement, fields) : undefined;
}

/** Without the files of the partitions that the statement leaves out. */
function narrowed(table: Table): Table {
  const { partitions, scan } = table;
  if (!partitions || scan.kind !== 'parquet') return table;
  return { ...table, scan: { ...scan, files: partitions.select(scan.files) } };
}

/** What stands for a question mark: an expression that needs no row and no table. */
function parameterValue(text: string): Expression {
  const expression = parseExpressionText(text);
  const kinds = JSON.stringify(expression, (key, value: unknown) => (key === 'at' || key === 'text' ? undefined : value));
  if (/"kind":"name"/.test(kinds))
    throw new TrinoError('EXPRESSION_NOT_CONSTANT', 'Constant expression cannot contain column references', expression.at);
  if (/"query":/.test(kinds))
    throw new TrinoError('EXPRESSION_NOT_CONSTANT', 'Constant expression cannot contain a subquery', expression.at);
  return expression;
}
