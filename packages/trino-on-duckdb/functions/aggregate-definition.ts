import type { Typed } from '../expressions/typed';
import { arrayOf, type Type } from '../types/type';
import type { UserDefinedFunctions } from '../user-defined-functions/user-defined-function';
import type { Value } from '../user-defined-functions/value';
import { parseSignature } from './definition';
import type { Pattern } from './pattern';

/** One overload of an aggregate (or of a window function, which is written the same way). */
export interface AggregateDefinition {
  readonly name: string;
  readonly parameters: readonly Pattern[];
  readonly variadic: boolean;
  readonly returns: Pattern;
  readonly signature: string;
  readonly emit: (site: AggregateSite) => string;
}

export interface AggregateSite {
  readonly arguments: readonly Typed[];
  readonly returns: Type;
  readonly udfs: UserDefinedFunctions;
  /** Whether Trino aggregates parts of a table first, and the parts' results then. */
  readonly inParts: boolean;
  /** An aggregate of DuckDB's over the call's rows: its DISTINCT, ORDER BY, FILTER and OVER are added. */
  run(name: string, ...sqlArguments: string[]): string;
}

/** An aggregate made of DuckDB's, which `run` computes. */
export function aggregate(signature: string, emit: (run: AggregateSite['run'], ...sqlArguments: string[]) => string): AggregateDefinition {
  return { ...parseSignature(signature), emit: ({ run, arguments: given }) => emit(run, ...given.map(argument => argument.sql)) };
}

/** The rows of a group, each with the values of all arguments. */
export type Rows = readonly (readonly Value[])[];

/** A user-defined aggregate: it gets the arguments of all rows, in their order, with NULLs. Without rows its result is NULL. */
export function fold(signature: string, call: (rows: Rows, site: AggregateSite) => Value): AggregateDefinition {
  return {
    ...parseSignature(signature),
    emit: site => {
      const { run, arguments: given, udfs, returns } = site;
      const row: Type = { name: 'row', of: given.map(argument => argument.type) };
      const udf = {
        name: signature.slice(0, signature.indexOf('(')),
        parameters: [arrayOf(row)],
        returns,
        call: ([rows = null]: readonly Value[]): Value => (Array.isArray(rows) ? call(rows, site) : null),
      };
      return udfs.sql(udf, [run('list', `{${given.map(({ sql }, index) => `f${index}: ${sql}`).join(', ')}}`)]);
    },
  };
}
