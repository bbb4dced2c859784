import { type DuckDBConnection, DuckDBScalarFunction } from '@duckdb/node-api';
import { printType, type Type } from '../types/type';
import { duckdbType, fromDuckDB, toDuckDB } from './duckdb-value';
import { TimeLimit } from './time-limit';
import { Tries } from './tries';
import type { Value } from './value';

/** A function in JavaScript that DuckDB calls for each row, where DuckDB's own function gives another result than Trino's. */
export interface UserDefinedFunction {
  readonly name: string;
  readonly parameters: readonly Type[];
  readonly returns: Type;
  /** Called with NULLs too; else a NULL argument gives NULL. */
  readonly nullable?: boolean;
  /** Called for every row, even where all arguments are the same. */
  readonly volatile?: boolean;
  /** A `TrinoError` that it throws fails the query; inside TRY it fails that row's TRY. */
  readonly call: (values: readonly Value[]) => Value;
}

/** The user-defined functions of one statement. Each has a name in DuckDB that no other has. */
export class UserDefinedFunctions {
  private readonly used = new Map<string, { readonly sqlName: string; readonly udf: UserDefinedFunction }>();
  private readonly tries = new Tries();
  private readonly limit = new TimeLimit();
  /** The number of the row's TRY that is being written, as SQL; absent outside of any. */
  private attempt: string | undefined;

  /** Whether some user-defined function is called for every row. */
  private everyRow = false;

  /** Whether user-defined functions are called for exceptional rows at most, so that DuckDB's threads do not wait for each other. */
  get rare(): boolean {
    return !this.everyRow;
  }

  /** For SQL that calls user-defined functions only in rows where DuckDB's own functions may give another result. */
  rarely<T>(write: () => T): T {
    const before = this.everyRow;
    const written = write();
    this.everyRow = before;
    return written;
  }

  /** The SQL of a call. Two user-defined functions of one name and one parameter list are the same. */
  sql(udf: UserDefinedFunction, sqlArguments: readonly string[]): string {
    this.everyRow = true;
    if (this.attempt !== undefined) return this.call(this.tries.guarded(udf), [this.attempt, ...sqlArguments]);
    return this.call(udf, sqlArguments);
  }

  /** Whether what is written may fail only in user-defined functions, since nothing else can be caught. */
  get inTry(): boolean {
    return this.attempt !== undefined;
  }

  /**
   * TRY of what `write` writes. Each row has its own attempt, whose number goes to every user-defined function inside: one that fails gives NULL and
   * marks the attempt, and a marked attempt is NULL as a whole. DuckDB's own TRY now and then gives another value in the place of the NULL.
   */
  attempted(type: Type, write: () => string): string {
    const number = this.attempt === undefined ? 'attempt' : `${this.attempt}_inner`;
    const written = this.within(number, write);
    const result = this.call(this.tries.end(type), [number, written]);
    return `list_extract(list_transform([${this.call(this.tries.begin, [])}], lambda ${number}: ${result}), 1)`;
  }

  /** What stands in another layer of the statement, such as an aggregate's arguments, is outside of the TRY around it. */
  outside<T>(write: () => T): T {
    return this.within(undefined, write);
  }

  private within<T>(attempt: string | undefined, write: () => T): T {
    const before = this.attempt;
    this.attempt = attempt;
    try {
      return write();
    } finally {
      this.attempt = before;
    }
  }

  private call(udf: UserDefinedFunction, sqlArguments: readonly string[]): string {
    const key = `${udf.name}(${udf.parameters.map(printType).join()}):${printType(udf.returns)}`;
    const { sqlName } = this.used.get(key) ?? this.add(key, udf);
    return `${sqlName}(${sqlArguments.join(', ')})`;
  }

  register(connection: DuckDBConnection): void {
    for (const { sqlName, udf } of this.used.values()) connection.registerScalarFunction(scalarFunction(sqlName, udf, this.limit));
  }

  private add(key: string, udf: UserDefinedFunction) {
    const entry = { sqlName: `trino_${udf.name.replaceAll(/\W/g, '_')}_${this.used.size}`, udf };
    this.used.set(key, entry);
    return entry;
  }
}

function scalarFunction(
  sqlName: string,
  { name, parameters, returns, nullable = false, volatile = false, call }: UserDefinedFunction,
  limit: TimeLimit,
): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name: sqlName,
    parameterTypes: parameters.map(duckdbType),
    returnType: duckdbType(returns),
    specialHandling: true,
    volatile,
    mainFunction(info, input, output) {
      try {
        const columns = parameters.map((_, index) => input.getColumnVector(index));
        limit.run(name, () => {
          for (let row = 0; row < input.rowCount; row += 1) {
            const values = columns.map(column => fromDuckDB(column.getItem(row)));
            const skip = !nullable && values.includes(null);
            output.setItem(row, skip ? null : toDuckDB(call(values), returns));
          }
        });
        output.flush();
      } catch (error) {
        info.setError(error instanceof Error ? error.message : String(error));
      }
    },
  });
}
