import { TrinoError } from '../trino-error';
import { BIGINT, type Type } from '../types/type';
import type { UserDefinedFunction } from './user-defined-function';
import type { Value } from './value';

/** What Trino's TRY catches; everything else fails the query all the same. Source: https://trino.io/docs/476/functions/conditional.html#try */
const CAUGHT = ['DIVISION_BY_ZERO', 'INVALID_CAST_ARGUMENT', 'INVALID_FUNCTION_ARGUMENT', 'NUMERIC_VALUE_OUT_OF_RANGE'];

/** The attempts of one statement: every TRY of every row is one. */
export class Tries {
  private count = 0n;
  private readonly failed = new Set<Value>();

  /** Gives the number of a new attempt. */
  readonly begin: UserDefinedFunction = {
    name: 'try_begin',
    parameters: [],
    returns: BIGINT,
    volatile: true,
    call: () => {
      this.count += 1n;
      return this.count;
    },
  };

  /** The user-defined function with an attempt's number as its first argument. */
  guarded(udf: UserDefinedFunction): UserDefinedFunction {
    const call = ([attempt = null, ...values]: readonly Value[]): Value => {
      if (!udf.nullable && values.includes(null)) return null;
      try {
        return udf.call(values);
      } catch (error) {
        if (!(error instanceof TrinoError) || !CAUGHT.includes(error.code)) throw error;
        this.failed.add(attempt);
        return null;
      }
    };
    return { ...udf, name: `try_${udf.name}`, parameters: [BIGINT, ...udf.parameters], nullable: true, call };
  }

  /** The value of the attempt, or NULL where something in it has failed. */
  end(type: Type): UserDefinedFunction {
    const call = ([attempt = null, value = null]: readonly Value[]): Value => (this.failed.delete(attempt) ? null : value);
    return { name: 'try_end', parameters: [BIGINT, type], returns: type, nullable: true, call };
  }
}
