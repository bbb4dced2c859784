import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import { FUNCTIONS } from '../functions/functions';
import type { Call, Expression } from '../syntax/ast';
import { TrinoError } from '../trino-error';
import { commonType } from '../types/coercion';
import { arrayOf, BOOLEAN, printType, sameType, storageOf, type Type, UNKNOWN, VARCHAR } from '../types/type';
import { mapFromEntries, regularExpressionGroups, sortedBy, zippedEntries } from '../user-defined-functions/lambda-functions';
import { overloadsOf } from './call';
import type { Env } from './env';
import { analyze } from './expression';

type Lambda = Extract<Expression, { kind: 'lambda' }>;

/** A call whose arguments are values first, functions then: all of Trino's are. */
interface LambdaSite {
  readonly call: Call;
  readonly env: Env;
  readonly values: readonly Typed[];
  /** The body of one of the functions, its parameters standing for these. */
  body(index: number, ...parameters: readonly Pick<Typed, 'type' | 'sql'>[]): Typed;
}

/** A call that is given functions; nothing where it is given none. */
export function analyzeLambdaCall(call: Call, env: Env): Typed | undefined {
  const form = FORMS[call.name];
  const lambdas = call.arguments.filter((argument): argument is Lambda => argument.kind === 'lambda');
  if (lambdas.length === 0) return undefined;
  if (!form) overloadsOf(FUNCTIONS, call);
  const values = call.arguments.slice(0, call.arguments.length - lambdas.length).map(argument => analyze(argument, env));
  if (!form) throw unexpected(call, values);
  const body: LambdaSite['body'] = (index, ...parameters) => {
    const lambda = lambdas[index];
    if (!lambda) throw unexpected(call, values);
    const { length } = parameters;
    if (lambda.parameters.length !== length)
      throw new TrinoError(
        'INVALID_PARAMETER_USAGE',
        `Expected a lambda that takes ${length} argument(s) but got ${lambda.parameters.length}`,
        lambda.at,
      );
    const fields = parameters.map(({ type, sql }, place) => ({ name: lambda.parameters[place], type, sql, qualifier: [] }));
    return analyze(lambda.body, { ...env, scope: { fields, parent: env.scope } });
  };
  const result = form({ call, env, values, body });
  return { ...result, fails: result.fails || values.some(value => value.fails) };
}

function unexpected({ name, at }: Call, values: readonly Typed[]): TrinoError {
  const types = values.map(value => `${printType(value.type)}, `).join('');
  return new TrinoError('FUNCTION_NOT_FOUND', `Unexpected parameters (${types}<function>) for function ${name}`, at);
}

const FORMS: Readonly<Record<string, (site: LambdaSite) => Typed>> = {
  transform(site) {
    const { list, item } = elements(site);
    const value = site.body(0, item);
    return { type: arrayOf(value.type), sql: mapped(list, item.sql, value.sql), fails: value.fails };
  },
  filter(site) {
    const { list, item } = elements(site);
    const condition = conditionOf(site, site.body(0, item));
    return { type: list.type, sql: `list_filter(${list.sql}, lambda ${item.sql}: ${condition.sql})`, fails: condition.fails };
  },
  any_match: site => matching(site, true, false),
  all_match: site => matching(site, false, false),
  none_match: site => matching(site, true, true),
  reduce,
  zip_with(site) {
    const [a, b] = site.values.map(value => asList(value, site));
    const [first, second] = [elementOf(site, a), elementOf(site, b)];
    if (!a || !b) throw unexpected(site.call, site.values);
    const pair = site.env.statement.unique('p');
    const value = site.body(0, { type: first, sql: `${pair}[1]` }, { type: second, sql: `${pair}[2]` });
    const zipped = mapped({ ...a, sql: `list_zip(${a.sql}, ${b.sql})` }, pair, value.sql);
    return {
      type: arrayOf(value.type),
      sql: `CASE WHEN ${a.sql} IS NOT NULL AND ${b.sql} IS NOT NULL THEN ${zipped} END`,
      fails: value.fails,
    };
  },
  array_sort(site) {
    const { list, element, item } = elements(site);
    const [all, other] = [site.env.statement.unique('p'), site.env.statement.unique('p')];
    const order = site.body(0, item, { type: element, sql: other });
    if (order.type.name !== 'integer') throw unexpected(site.call, site.values);
    // Our own code cannot call back, so it receives how each two elements compare.
    const table = `list_transform(${all}, lambda ${item.sql}: list_transform(${all}, lambda ${other}: ${order.sql}))`;
    const sorted = site.env.statement.udfs.sql(sortedBy(list.type), [all, table]);
    return { type: list.type, sql: once(list.sql, all, sorted), fails: true };
  },
  map_filter(site) {
    const { map, entry, key, value } = entries(site);
    const condition = conditionOf(site, site.body(0, key, value));
    const kept = `list_filter(map_entries(${map.sql}), lambda ${entry}: ${condition.sql})`;
    return { type: map.type, sql: `map_from_entries(${kept})`, fails: condition.fails };
  },
  transform_values(site) {
    const { map, entry, key, value } = entries(site);
    const result = site.body(0, key, value);
    const made = `list_transform(map_entries(${map.sql}), lambda ${entry}: {key: ${key.sql}, value: ${result.sql}})`;
    return { type: { name: 'map', of: [key.type, result.type] }, sql: `map_from_entries(${made})`, fails: result.fails };
  },
  transform_keys(site) {
    const { map, entry, key, value } = entries(site);
    const result = site.body(0, key, value);
    const made = `list_transform(map_entries(${map.sql}), lambda ${entry}: {f0: ${result.sql}, f1: ${value.sql}})`;
    const udf = mapFromEntries(result.type, value.type);
    return { type: udf.returns, sql: site.env.statement.udfs.sql(udf, [made]), fails: true };
  },
  map_zip_with(site) {
    const [a, b] = site.values;
    const [key, first] = a?.type.of ?? [];
    const [, second] = b?.type.of ?? [];
    if (!a || !b || !key || !first || !second || a.type.name !== 'map' || b.type.name !== 'map') throw unexpected(site.call, site.values);
    const { udfs, unique } = site.env.statement;
    const udf = zippedEntries(a.type, b.type);
    const entry = unique('p');
    const fields = [key, first, second].map((type, index) => ({ type, sql: `${entry}.f${index}` }));
    const result = site.body(0, ...fields);
    const made = `list_transform(${udfs.sql(udf, [a.sql, b.sql])}, lambda ${entry}: {key: ${entry}.f0, value: ${result.sql}})`;
    return { type: { name: 'map', of: [key, result.type] }, sql: `map_from_entries(${made})`, fails: result.fails };
  },
  regexp_replace(site) {
    const [text, pattern] = site.values.map(value => coerce(value, VARCHAR, site.env.statement.udfs));
    if (!text || !pattern || site.values.length !== 2) throw unexpected(site.call, site.values);
    const { udfs, unique } = site.env.statement;
    const { split, join } = regularExpressionGroups();
    const [parts, groups] = [unique('p'), unique('p')];
    const replacement = coerce(site.body(0, { type: arrayOf(VARCHAR), sql: groups }), VARCHAR, udfs);
    const replaced = `list_transform(${parts}[2:], lambda ${groups}: ${replacement.sql})`;
    const whole = udfs.sql(join, [parts, replaced]);
    return { type: VARCHAR, sql: once(udfs.sql(split, [text.sql, pattern.sql]), parts, whole), fails: true };
  },
};

/** The state's type is what the first value and the function agree on, which Trino looks for by trying again. */
function reduce(site: LambdaSite): Typed {
  const { udfs, unique } = site.env.statement;
  const [given, initial] = site.values;
  const list = given && asList(given, site);
  const element = elementOf(site, list);
  if (!list || !initial) throw unexpected(site.call, site.values);
  const [before, next] = [unique('p'), unique('p')];
  let state = initial.type;
  for (let round = 0; round < 4; round += 1) {
    const step = site.body(0, { type: state, sql: `${before}.s` }, { type: element, sql: `${next}.x` });
    const common = commonType(state, step.type);
    if (!common) throw unexpected(site.call, site.values);
    if (!sameType(common, state)) {
      state = common;
      continue;
    }
    // DuckDB wants a state of the elements' type: a pair of both is one.
    const pair = (s: string, x: string) => `{s: CAST(${s} AS ${storageOf(state)}), x: CAST(${x} AS ${storageOf(element)})}`;
    const item = unique('p');
    const pairs = mapped(list, item, pair('NULL', item));
    const reduced = `list_reduce(${pairs}, lambda ${before}, ${next}: ${pair(coerce(step, state, udfs).sql, 'NULL')}, ${pair(coerce(initial, state, udfs).sql, 'NULL')})`;
    const last = unique('p');
    const result = site.body(1, { type: state, sql: last });
    const sql = `CASE WHEN ${list.sql} IS NOT NULL THEN ${once(`${reduced}.s`, last, result.sql)} END`;
    return { type: result.type, sql, fails: step.fails || result.fails };
  }
  throw new TrinoError('GENERIC_INTERNAL_ERROR', 'SignatureBinder.iterativeSolve does not converge after 4 iterations.');
}

/** An untyped NULL, where a list is wanted, is one of unknowns. */
function asList(value: Typed, { env }: LambdaSite): Typed {
  return value.type.name === 'unknown' ? coerce(value, arrayOf(UNKNOWN), env.statement.udfs) : value;
}

function elementOf({ call, values }: LambdaSite, list: Typed | undefined): Type {
  if (list?.type.name !== 'array') throw unexpected(call, values);
  return list.type.of?.[0] ?? UNKNOWN;
}

function elements(site: LambdaSite) {
  const [given] = site.values;
  const list = given && asList(given, site);
  const element = elementOf(site, list);
  if (!list || site.values.length !== 1) throw unexpected(site.call, site.values);
  return { list, element, item: { type: element, sql: site.env.statement.unique('p') } };
}

function entries(site: LambdaSite) {
  const [given] = site.values;
  const unknown: Type = { name: 'map', of: [UNKNOWN, UNKNOWN] };
  const map = given?.type.name === 'unknown' ? coerce(given, unknown, site.env.statement.udfs) : given;
  const [key, value] = map?.type.of ?? [];
  if (map?.type.name !== 'map' || !key || !value || site.values.length !== 1) throw unexpected(site.call, site.values);
  const entry = site.env.statement.unique('p');
  return { map, entry, key: { type: key, sql: `${entry}.key` }, value: { type: value, sql: `${entry}.value` } };
}

function mapped(list: Typed, parameter: string, sql: string): string {
  return `list_transform(${list.sql}, lambda ${parameter}: ${sql})`;
}

/** A value that is needed several times, computed once. */
function once(value: string, name: string, sql: string): string {
  return `list_extract(list_transform([${value}], lambda ${name}: ${sql}), 1)`;
}

function conditionOf({ call, env, values }: LambdaSite, condition: Typed): Typed {
  if (condition.type.name !== 'boolean') throw unexpected(call, values);
  return coerce(condition, BOOLEAN, env.statement.udfs);
}

/** Whether any element is `wanted`, or whether none is; unknown where only a NULL could decide. */
function matching(site: LambdaSite, wanted: boolean, negated: boolean): Typed {
  const { list, item } = elements(site);
  const condition = conditionOf(site, site.body(0, item));
  const truths = site.env.statement.unique('p');
  const found = `CASE WHEN ${truths} IS NULL THEN NULL WHEN list_contains(${truths}, ${wanted}) THEN ${wanted} WHEN len(list_filter(${truths}, lambda truth: truth IS NULL)) > 0 THEN NULL ELSE ${!wanted} END`;
  const sql = once(mapped(list, item.sql, condition.sql), truths, negated ? `(NOT ${found})` : found);
  return { type: BOOLEAN, sql, fails: condition.fails };
}
