import type { Typed } from '../analysis/typed';
import type { Natives } from '../natives/native';
import type { Value } from '../natives/value';
import { arrayOf, type Type, UNKNOWN } from '../types/type';
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
  readonly natives: Natives;
  /** An aggregate of DuckDB's over the call's rows: its DISTINCT, ORDER BY, FILTER and OVER are added. */
  run(name: string, ...sqlArguments: string[]): string;
}

/** An aggregate made of DuckDB's, which `run` computes. */
export function aggregate(signature: string, emit: (run: AggregateSite['run'], ...sqlArguments: string[]) => string): AggregateDefinition {
  return { ...parseSignature(signature), emit: ({ run, arguments: given }) => emit(run, ...given.map(argument => argument.sql)) };
}

/** An aggregate of our own: it is given all values of its first argument, in the order of the rows, NULLs left out. */
export function fold<A extends Value>(signature: string, call: (values: readonly A[], ...rest: Value[]) => Value): AggregateDefinition {
  return {
    ...parseSignature(signature),
    emit: ({ run, arguments: given, natives, returns }) => {
      const [first, ...rest] = given;
      const parameters = [arrayOf(first?.type ?? UNKNOWN), ...rest.map(argument => argument.type)];
      const native = {
        name: signature.slice(0, signature.indexOf('(')),
        parameters,
        returns,
        call: ([values, ...others]: readonly Value[]): Value =>
          Array.isArray(values)
            ? call(
                values.filter(value => value !== null),
                ...others,
              )
            : null,
      };
      return natives.sql(native, [run('list', first?.sql ?? 'NULL'), ...rest.map(argument => run('any_value', argument.sql))]);
    },
  };
}
