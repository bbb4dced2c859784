import { invalidArgument } from '../trino-error';
import { decimal, storageOf, type Type } from '../types/type';
import { checkOverflow, divideHalfUp } from '../user-defined-functions/decimal-arithmetic';
import { Decimal, type Value } from '../user-defined-functions/value';
import { type AggregateDefinition, aggregate } from './aggregate-definition';
import { COLLECTIONS } from './collections';
import { parseSignature } from './definition';
import { PERCENTILES } from './percentiles';
import { STATISTICS } from './statistics';

/** https://trino.io/docs/476/functions/aggregate.html */
export const AGGREGATE_DEFINITIONS: readonly AggregateDefinition[] = [
  aggregate('count() -> bigint', run => run('count', '*')),
  aggregate('count(T) -> bigint', (run, value) => run('count', value)),
  aggregate('count_if(boolean) -> bigint', (run, condition) => run('count', `CASE WHEN ${condition} THEN 1 END`)),
  aggregate('sum(bigint) -> bigint', (run, value) => `CAST(${run('sum', value)} AS BIGINT)`),
  aggregate('sum(real) -> real', (run, value) => `CAST(${run('sum', oneByOne(value))} AS FLOAT)`),
  aggregate('sum(double) -> double', (run, value) => run('sum', oneByOne(value))),
  sumOfDecimals(),
  aggregate('sum(interval day to second) -> interval day to second', (run, value) => `CAST(${run('sum', value)} AS BIGINT)`),
  aggregate('sum(interval year to month) -> interval year to month', (run, value) => `CAST(${run('sum', value)} AS INTEGER)`),
  aggregate('avg(bigint) -> double', (run, value) => run('avg', value)),
  aggregate('avg(double) -> double', (run, value) => run('avg', oneByOne(value))),
  aggregate('avg(real) -> real', (run, value) => `CAST(${run('avg', oneByOne(value))} AS FLOAT)`),
  averageOfDecimals(),
  aggregate('avg(interval day to second) -> interval day to second', (run, value) => `CAST(round_even(${run('avg', value)}, 0) AS BIGINT)`),
  aggregate('avg(interval year to month) -> interval year to month', (run, value) => `CAST(round(${run('avg', value)}) AS INTEGER)`),
  ...['real', 'double'].map(type =>
    aggregate(`max(${type}) -> ${type}`, (run, value) => `coalesce(${run('max', unlessNaN(value))}, ${run('max', value)})`),
  ),
  ...['min', 'max'].map(name => aggregate(`${name}(E) -> E`, (run, value) => run(name, value))),
  ...['min', 'max'].flatMap(name => [
    ...['real', 'double'].map(type =>
      aggregate(`${name}_by(T, ${type}) -> T`, (run, value, key) => run(`arg_${name}_null`, value, unlessNaN(key))),
    ),
    aggregate(`${name}_by(T, E) -> T`, (run, value, key) => run(`arg_${name}_null`, value, key)),
  ]),
  approximateDistinct('approx_distinct(T) -> bigint'),
  approximateDistinct('approx_distinct(T, double) -> bigint'),
  aggregate('arbitrary(T) -> T', (run, value) => run('any_value', value)),
  aggregate('any_value(T) -> T', (run, value) => run('any_value', value)),
  aggregate('array_agg(T) -> array(T)', (run, value) => run('list', value)),
  ...['bool_and', 'bool_or'].map(name => aggregate(`${name}(boolean) -> boolean`, (run, value) => run(name, value))),
  aggregate('every(boolean) -> boolean', (run, value) => run('bool_and', value)),
  aggregate('listagg(varchar) -> varchar', (run, value) => run('string_agg', value, "''")),
  aggregate('listagg(varchar, varchar) -> varchar', (run, value, separator) => run('string_agg', value, separator)),
  aggregate('bitwise_and_agg(bigint) -> bigint', (run, value) => run('bit_and', value)),
  aggregate('bitwise_or_agg(bigint) -> bigint', (run, value) => run('bit_or', value)),
  aggregate('bitwise_xor_agg(bigint) -> bigint', (run, value) => run('bit_xor', value)),
  ...['stddev', 'stddev_samp'].map(name => spread(name, 'stddev_samp', 2)),
  spread('stddev_pop', 'stddev_pop', 1),
  ...['variance', 'var_samp'].map(name => spread(name, 'var_samp', 2)),
  spread('var_pop', 'var_pop', 1),
  geometricMean('bigint', 'double'),
  geometricMean('real', 'real'),
  geometricMean('double', 'double'),
  ...COLLECTIONS,
  ...STATISTICS,
  ...PERCENTILES,
];

function approximateDistinct(signature: string): AggregateDefinition {
  return {
    ...parseSignature(signature),
    emit({ run, arguments: [value, error], udfs, returns }) {
      const udf = {
        name: 'approx_distinct',
        parameters: [returns, ...(error ? [error.type] : [])],
        returns,
        call: ([count = null, most = DEFAULT_ERROR]: readonly Value[]): Value => approximateCount(count, Number(most)),
      };
      return udfs.sql(udf, [run('count', `DISTINCT ${value?.sql}`), ...(error ? [run('any_value', error.sql)] : [])]);
    },
  };
}

/** DuckDB's own fails where a value is not finite; Trino's is then NaN, once there are enough values. */
function spread(name: string, duckdbName: string, least: number): AggregateDefinition {
  return aggregate(`${name}(double) -> double`, (run, value) => {
    const finite = run(duckdbName, `CASE WHEN isfinite(${value}) THEN ${value} END`);
    const enough = `${run('count', value ?? '')} >= ${least}`;
    return `CASE WHEN ${enough} AND ${run('bool_or', `NOT isfinite(${value})`)} THEN 'nan'::DOUBLE ELSE ${finite} END`;
  });
}

/** DuckDB has no logarithm of what is not positive. */
function geometricMean(of: string, returns: 'real' | 'double'): AggregateDefinition {
  return aggregate(`geometric_mean(${of}) -> ${returns}`, (run, value) => {
    const log = `CASE WHEN ${value} > 0 THEN ln(${value}::DOUBLE) WHEN ${value} = 0 THEN '-infinity'::DOUBLE WHEN ${value} < 0 THEN 'nan'::DOUBLE END`;
    return `CAST(exp(${run('sum', log)} / ${run('count', value ?? '')}) AS ${storageOf({ name: returns })})`;
  });
}

/** A constant that DuckDB does not know for one: it would multiply it, where Trino adds, and rounds, once a row. */
function oneByOne(value = ''): string {
  return /\b[a-z]+\d+\b/.test(value) ? value : `(${value} + random() * 0)`;
}

function unlessNaN(value: string | undefined): string {
  return `CASE WHEN isnan(${value}) THEN NULL ELSE ${value} END`;
}

/** Trino's default. */
const DEFAULT_ERROR = 0.023;

/** The exact count, which is within every error. Up to 256 values Trino's sketch still holds them all, and is exact too. */
function approximateCount(distinct: Value, error: number): Value {
  if (!(error >= 0.0040625 && error <= 0.26)) throw invalidArgument(`Max standard error must be in [0.0040625, 0.26]: ${error}`);
  return distinct;
}

/** DuckDB's decimals hold a little more than 38 digits, which sums of short ones never reach. */
function sumOfDecimals(): AggregateDefinition {
  return {
    ...parseSignature('sum(decimal(p,s)) -> decimal(38,s)'),
    emit({ run, arguments: [value], udfs, returns }) {
      if ((value?.type.size ?? 38) <= 20) return run('sum', value?.sql ?? '');
      const call = ([sum = null]: readonly Value[]): Value => (sum instanceof Decimal ? checkOverflow(sum) : null);
      const total = run('sum', value?.sql ?? '');
      const checked = udfs.rarely(() => udfs.sql({ name: 'sum', parameters: [returns], returns, call }, [total]));
      const greatest = `${'9'.repeat(38 - (returns.scale ?? 0))}.${'9'.repeat(returns.scale ?? 0)}`;
      return `CASE WHEN ${total} BETWEEN -${greatest} AND ${greatest} THEN ${total} ELSE ${checked} END`;
    },
  };
}

/** The sum over the count, half up, at the scale of the values; DuckDB's own average is a double. */
function averageOfDecimals(): AggregateDefinition {
  return {
    ...parseSignature('avg(decimal(p,s)) -> decimal(p,s)'),
    emit({ run, arguments: [value], udfs, returns }) {
      const sum: Type = decimal(38, returns.scale ?? 0);
      const udf = {
        name: 'average',
        parameters: [sum, { name: 'bigint' as const }],
        returns,
        call: ([total, count]: readonly Value[]): Value =>
          total instanceof Decimal && typeof count === 'bigint' ? new Decimal(divideHalfUp(total.unscaled, count), total.scale) : null,
      };
      // Called for each group, of which there are fewer than rows.
      return udfs.rarely(() => udfs.sql(udf, [run('sum', value?.sql ?? ''), run('count', value?.sql ?? '')]));
    },
  };
}
