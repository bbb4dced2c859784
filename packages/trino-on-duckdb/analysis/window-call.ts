import type { Typed } from '../expressions/typed';
import { AGGREGATES, FUNCTIONS, WINDOW_FUNCTIONS } from '../functions/functions';
import type { Call, Expression, WindowSpecification } from '../syntax/ast';
import { invalidArgument, notSupported, TrinoError } from '../trino-error';
import { isFloating } from '../types/type';
import { emitAggregate } from './aggregate-call';
import type { Env } from './env';
import { analyze } from './expression';
import { findCalls } from './find-calls';
import { frameSql } from './frame';
import { comparable } from './predicates';
import { sortSql } from './sort';

/** A function OVER a window. DuckDB's windows are Trino's, so it stands where it stood. */
export function analyzeWindowCall(call: Call, over: WindowSpecification, env: Env): Typed {
  const window = merge(over, env);
  const parts = [call.arguments, call.filter, window.partitionBy, window.orderBy];
  if (findCalls(parts, found => found.over !== undefined).length > 0)
    throw new TrinoError('NESTED_WINDOW', 'Cannot nest window functions or row pattern measures inside window function arguments', call.at);
  if (call.filter) throw new TrinoError('NOT_SUPPORTED', 'FILTER is not yet supported for window functions', call.at);
  if (FUNCTIONS.has(call.name)) throw new TrinoError('FUNCTION_NOT_WINDOW', `Not a window function: ${call.name}`, call.at);
  const windowed = WINDOW_FUNCTIONS.has(call.name);
  if (windowed) checkWindowFunction(call, window);
  else if (call.nulls) throw noNullTreatment(call);
  const overSql = ` OVER (${windowSql(window, env)})`;
  const functions = windowed ? WINDOW_FUNCTIONS : AGGREGATES;
  const grouped = (name: string, given: string) => (windowed ? undefined : ofPartition(name, given, call, window, env));
  return emitAggregate(
    call,
    functions,
    env,
    (name, given) => grouped(name, given) ?? `${name}(${given}${call.nulls === 'IGNORE' ? ' IGNORE NULLS' : ''})${overSql}`,
  );
}

/** Where the window is the whole partition. Of floating numbers the order of the rows counts, which only a window keeps. */
function ofPartition(name: string, given: string, call: Call, window: WindowSpecification, env: Env): string | undefined {
  if (!env.partitions || window.orderBy.length > 0 || window.frame || call.distinct || (call.orderBy ?? []).length > 0) return undefined;
  if (call.arguments.some(argument => isFloating(analyze(argument, env).type))) return undefined;
  return env.partitions.value(
    name,
    given,
    window.partitionBy.map(key => comparable(analyze(key, env))),
  );
}

/** What the number of buckets or rows may be at least. */
const LEAST_ARGUMENT: Readonly<Record<string, readonly [number, string]>> = {
  ntile: [1, 'Buckets must be greater than 0'],
  nth_value: [1, 'Offset must be at least 1'],
  lag: [0, 'Offset must be at least 0'],
  lead: [0, 'Offset must be at least 0'],
};

function checkCount(count: Expression, least: number, message: string): void {
  if (count.kind !== 'number' || count.form !== 'integer')
    throw notSupported('A number of rows or buckets that is not a literal', count.at);
  if (Number(count.value) < least) throw invalidArgument(message);
}

const RANKS = ['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'ntile'];

function checkWindowFunction(call: Call, window: WindowSpecification): void {
  const { name, arguments: given, nulls } = call;
  const shifts = name === 'lag' || name === 'lead';
  if (shifts && window.orderBy.length === 0)
    throw new TrinoError('MISSING_ORDER_BY', `${name} function requires an ORDER BY window clause`, window.at);
  const [least, message] = LEAST_ARGUMENT[name] ?? [];
  const count = name === 'ntile' ? given[0] : given[1];
  if (least !== undefined && count) checkCount(count, least, message ?? '');
  const ranks = RANKS.includes(name);
  if ((shifts || ranks) && window.frame)
    throw new TrinoError('INVALID_WINDOW_FRAME', `Cannot specify window frame for ${name} function`, window.frame.start.at);
  if (ranks && nulls) throw noNullTreatment(call);
}

function noNullTreatment({ name, at }: Call): TrinoError {
  return new TrinoError('NULL_TREATMENT_NOT_ALLOWED', `Cannot specify null treatment clause for ${name} function`, at);
}

/** A window of the WINDOW clause, with what the call adds. */
function merge(window: WindowSpecification, env: Env): WindowSpecification {
  if (window.base === undefined) return window;
  const named = env.windows.get(window.base.toLowerCase());
  if (!named) throw new TrinoError('INVALID_WINDOW_REFERENCE', `Cannot resolve WINDOW name ${window.base}`, window.at);
  const base = merge(named, env);
  if (window.isName) return base;
  if (base.frame)
    throw new TrinoError('INVALID_WINDOW_REFERENCE', 'Cannot reference named WINDOW containing frame specification', window.at);
  const [partition] = window.partitionBy;
  if (partition)
    throw new TrinoError(
      'INVALID_PARTITION_BY',
      'WINDOW specification with named WINDOW reference cannot specify PARTITION BY',
      partition.at,
    );
  const [order] = window.orderBy;
  if (order && base.orderBy.length > 0)
    throw new TrinoError('INVALID_ORDER_BY', 'Cannot specify ORDER BY if referenced named WINDOW specifies ORDER BY', order.value.at);
  return {
    ...base,
    orderBy: window.orderBy.length > 0 ? window.orderBy : base.orderBy,
    frame: window.frame ?? base.frame,
  };
}

function windowSql({ partitionBy, orderBy, frame }: WindowSpecification, env: Env): string {
  const partitions = partitionBy.map(expression => comparable(analyze(expression, env)));
  const sorts = orderBy.map(item => sortSql(item, env));
  return [
    partitions.length > 0 ? `PARTITION BY ${partitions.join(', ')}` : '',
    sorts.length > 0 ? `ORDER BY ${sorts.join(', ')}` : '',
    frame ? frameSql(frame, orderBy, env) : '',
  ].join(' ');
}
