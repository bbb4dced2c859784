import { type DuckDBConnection, DuckDBScalarFunction } from '@duckdb/node-api';
import { printType, type Type } from '../types/type';
import { duckdbType, fromDuckDB, toDuckDB } from './duckdb-value';
import type { Value } from './value';

/** A function of ours that DuckDB calls for each row: where DuckDB's own would answer otherwise than Trino, this one answers. */
export interface Native {
  readonly name: string;
  readonly parameters: readonly Type[];
  readonly returns: Type;
  /** Called with NULLs too; else a NULL argument gives NULL. */
  readonly nullable?: boolean;
  /** A `TrinoError` that it throws fails the query, or becomes NULL inside TRY. */
  readonly call: (values: readonly Value[]) => Value;
}

/** The natives that one statement uses, each under a name of its own. */
export class Natives {
  private readonly used = new Map<string, { readonly sqlName: string; readonly native: Native }>();

  /** The SQL of a call. Two natives of one name and one parameter list are the same. */
  sql(native: Native, sqlArguments: readonly string[]): string {
    const key = `${native.name}(${native.parameters.map(printType).join()}):${printType(native.returns)}`;
    const { sqlName } = this.used.get(key) ?? this.add(key, native);
    return `${sqlName}(${sqlArguments.join(', ')})`;
  }

  register(connection: DuckDBConnection): void {
    for (const { sqlName, native } of this.used.values()) connection.registerScalarFunction(scalarFunction(sqlName, native));
  }

  private add(key: string, native: Native) {
    const entry = { sqlName: `trino_${native.name.replaceAll(/\W/g, '_')}_${this.used.size}`, native };
    this.used.set(key, entry);
    return entry;
  }
}

function scalarFunction(name: string, { parameters, returns, nullable = false, call }: Native): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: parameters.map(duckdbType),
    returnType: duckdbType(returns),
    specialHandling: true,
    mainFunction(info, input, output) {
      try {
        const columns = parameters.map((_, index) => input.getColumnVector(index));
        for (let row = 0; row < input.rowCount; row += 1) {
          const values = columns.map(column => fromDuckDB(column.getItem(row)));
          const skip = !nullable && values.includes(null);
          output.setItem(row, skip ? null : toDuckDB(call(values), returns));
        }
        output.flush();
      } catch (error) {
        info.setError(error instanceof Error ? error.message : String(error));
      }
    },
  });
}
