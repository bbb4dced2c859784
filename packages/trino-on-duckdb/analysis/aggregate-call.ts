import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import type { AggregateDefinition, AggregateSite } from '../functions/aggregate-definition';
import { resolve } from '../functions/definition';
import { AGGREGATES } from '../functions/functions';
import type { Call, Expression } from '../syntax/ast';
import { notSupported, TrinoError, typeMismatch } from '../trino-error';
import { printType } from '../types/type';
import { overloadsOf, unexpectedParameters } from './call';
import type { Env } from './env';
import { analyze } from './expression';
import { findCalls } from './find-calls';
import { analyzeCondition, groupable } from './predicates';
import { sortSql } from './sort';

/** An aggregate of the rows of each group: computed with the groups, and a column here. */
export function analyzeAggregate(call: Call, env: Env): Typed {
  const { grouping } = env;
  if (!grouping) throw notSupported(`The aggregate ${call.name} here`, call.at);
  const inner = [...call.arguments, ...(call.filter ? [call.filter] : []), ...(call.orderBy ?? []).map(item => item.value)];
  const nested = inner.flatMap(argument => findCalls(argument, isAggregate));
  // What is wrong inside of them goes first.
  for (const found of nested) analyze(found, env);
  if (nested.length > 0)
    throw new TrinoError(
      'NESTED_AGGREGATION',
      `Cannot nest aggregations inside aggregation '${call.name}': [${nested.map(found => found.text).join(', ')}]`,
      call.at,
    );
  if (inner.some(argument => findCalls(argument, found => found.over !== undefined).length > 0))
    throw new TrinoError('NESTED_WINDOW', `Cannot nest window functions inside aggregation '${call.name}'`, call.at);
  return env.statement.udfs.outside(() =>
    emitAggregate(call, AGGREGATES, grouping.source, (name, given) =>
      grouping.aggregate(`${name}(${given})${filterSql(call, grouping.source)}`),
    ),
  );
}

export const isAggregate = (call: Call): boolean => !call.over && AGGREGATES.has(call.name);

/** Of all others Trino drops the ORDER BY. */
const ORDERED = ['array_agg', 'listagg', 'map_agg', 'multimap_agg', 'max_by', 'min_by'];

/** Resolves the call and lets its definition write it with `run`, which is given what goes between the parentheses. */
export function emitAggregate(
  call: Call,
  functions: ReadonlyMap<string, readonly AggregateDefinition[]>,
  env: Env,
  run: (name: string, given: string) => string,
): Typed {
  const { udfs } = env.statement;
  const overloads = overloadsOf(functions, call);
  if (call.star && call.name !== 'count')
    throw new TrinoError('FUNCTION_NOT_FOUND', `Unexpected parameters () for function ${call.name}.`, call.at);
  const given = call.arguments.map(argument => analyze(argument, env));
  const resolved = resolve(
    overloads,
    given.map(value => value.type),
    call.at,
  );
  const [first] = given;
  if (call.name === 'listagg' && first && first.type.name !== 'varchar')
    throw typeMismatch(`Expected expression of varchar, but '${call.arguments[0]?.text}' has ${printType(first.type)} type`, call.at);
  if (!resolved) throw unexpectedParameters(call, given, overloads);
  const { definition, parameters, returns } = resolved;
  const coerced = given.map((value, index) => coerce(value, parameters[index] ?? value.type, udfs));
  const values = call.distinct ? coerced.map(value => groupable(value, env)) : coerced;
  const keys = call.orderBy?.map(item => sortSql(item, env)) ?? [];
  const order = keys.length > 0 && ORDERED.includes(call.name) ? ` ORDER BY ${keys.join(', ')}` : '';
  if (call.distinct && !call.orderBy?.every(item => call.arguments.some(argument => argument.text === item.value.text)))
    throw new TrinoError(
      'EXPRESSION_NOT_IN_DISTINCT',
      'For aggregate function with DISTINCT, ORDER BY expressions must appear in arguments',
      call.at,
    );
  if (order && call.distinct && values.some(({ type }) => type.of ?? type.name === 'timestamp with time zone'))
    throw notSupported('ORDER BY beside DISTINCT in an aggregate of this type', call.at);
  const distinct = call.distinct && call.name !== 'approx_distinct' ? 'DISTINCT ' : '';
  const site: AggregateSite = {
    arguments: values,
    returns,
    udfs,
    inParts: !call.over && env.statement.readsTables(),
    run: (name, ...sqlArguments) => run(name, `${distinct}${sqlArguments.join(', ')}${order}`),
  };
  return { type: returns, sql: definition.emit(site), fails: false };
}

function filterSql({ filter }: Call, env: Env): string {
  if (!filter) return '';
  const condition = analyzeCondition(filter, env, type => `Filter expression must evaluate to a boolean (actual: ${type})`);
  return ` FILTER (WHERE ${condition.sql})`;
}

/** Fails where a clause may hold neither aggregates nor windows. */
export function checkScalar(expression: Expression, clause: string): void {
  const [found] = findCalls(expression, call => call.over !== undefined || isAggregate(call));
  if (found)
    throw new TrinoError(
      'EXPRESSION_NOT_SCALAR',
      `${clause} cannot contain aggregations, window functions or grouping operations: [${found.text}]`,
      expression.at,
    );
}
