import type { Call, Expression } from '../syntax/ast';
import { notSupported, TrinoError } from '../trino-error';
import { arrayOf, BOOLEAN, printType, type Type, UNKNOWN } from '../types/type';
import { coerce } from './coerce';
import type { Env } from './env';
import { analyze } from './expression';
import type { Typed } from './typed';

const REFUSED = ['reduce', 'zip_with', 'map_filter', 'transform_keys', 'transform_values', 'map_zip_with', 'reduce_agg'];

/** The functions that take a function; nothing for any other name. */
export function analyzeLambdaCall({ name, arguments: given, at }: Call, env: Env): Typed | undefined {
  const [list, lambda] = given;
  if (REFUSED.includes(name)) throw notSupported(`Function ${name}`, at);
  if (lambda?.kind !== 'lambda' || !list || given.length !== 2) return undefined;
  const array = analyze(list, env);
  const element = array.type.of?.[0] ?? UNKNOWN;
  if (array.type.name !== 'array' || lambda.parameters.length !== 1) throw notSupported(`${name} of this`, at);
  const { parameter, body } = analyzeBody(lambda, element, env);
  const condition = () => coerce(body, BOOLEAN, env.statement.natives).sql;
  if (name !== 'transform' && body.type.name !== 'boolean' && body.type.name !== 'unknown')
    throw new TrinoError('FUNCTION_NOT_FOUND', `Unexpected parameters (${printType(array.type)}, <function>) for function ${name}`, at);
  const fails = array.fails || body.fails;
  const mapped = (sql: string) => `list_transform(${array.sql}, lambda ${parameter}: ${sql})`;
  switch (name) {
    case 'transform':
      return { type: arrayOf(body.type), sql: mapped(body.sql), fails };
    case 'filter':
      return { type: array.type, sql: `list_filter(${array.sql}, lambda ${parameter}: ${condition()})`, fails };
    case 'any_match':
      return { type: BOOLEAN, sql: threeValued(mapped(condition()), true), fails };
    case 'all_match':
      return { type: BOOLEAN, sql: threeValued(mapped(condition()), false), fails };
    case 'none_match':
      return { type: BOOLEAN, sql: `(NOT ${threeValued(mapped(condition()), true)})`, fails };
    default:
      return undefined;
  }
}

function analyzeBody(lambda: Extract<Expression, { kind: 'lambda' }>, element: Type, env: Env) {
  const parameter = env.statement.unique('p');
  const field = { name: lambda.parameters[0], type: element, sql: parameter, qualifier: [] };
  return { parameter, body: analyze(lambda.body, { ...env, scope: { fields: [field], parent: env.scope } }) };
}

/** Whether the list of truths holds `wanted` (for `false`: whether it holds no false); unknown where only a NULL could decide. */
function threeValued(list: string, wanted: boolean): string {
  return `CASE WHEN ${list} IS NULL THEN NULL WHEN list_contains(${list}, ${wanted}) THEN ${wanted} WHEN len(list_filter(${list}, lambda x: x IS NULL)) > 0 THEN NULL ELSE ${!wanted} END`;
}
