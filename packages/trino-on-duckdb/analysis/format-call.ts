import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import type { Call } from '../syntax/ast';
import { notSupported, TrinoError, typeMismatch } from '../trino-error';
import { printType, VARCHAR } from '../types/type';
import { formatText } from '../user-defined-functions/format';
import type { Value } from '../user-defined-functions/value';
import type { Env } from './env';
import { analyze } from './expression';

const KNOWN = [
  'unknown',
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'varchar',
  'date',
  'timestamp',
];

/** FORMAT, whose arguments may be of any types; nothing for any other name. */
export function analyzeFormat({ name, arguments: given, at }: Call, env: Env): Typed | undefined {
  if (name !== 'format') return undefined;
  if (given.length < 2) throw new TrinoError('SYNTAX_ERROR', "The 'format' function must have at least two arguments", at);
  const { udfs } = env.statement;
  const [pattern, ...values] = given.map(argument => analyze(argument, env));
  if (!pattern || !['varchar', 'unknown'].includes(pattern.type.name))
    throw typeMismatch(`Type of first argument to format() must be VARCHAR (actual: ${pattern && printType(pattern.type)})`, given[0]?.at);
  for (const [index, { type }] of values.entries()) {
    if (['array', 'map', 'row'].includes(type.name))
      throw new TrinoError('NOT_SUPPORTED', `Type not supported for formatting: ${printType(type)}`, given[index + 1]?.at);
    if (!KNOWN.includes(type.name)) throw notSupported(`format of ${printType(type)}`, given[index + 1]?.at);
  }
  const types = values.map(value => value.type);
  const call = ([text = null, ...row]: readonly Value[]): Value =>
    text === null
      ? null
      : formatText(
          String(text),
          types.map((type, index) => ({ type, value: row[index] ?? null })),
        );
  const udf = { name, parameters: [VARCHAR, ...types], returns: VARCHAR, nullable: true, call };
  return {
    type: VARCHAR,
    sql: udfs.sql(udf, [coerce(pattern, VARCHAR, udfs).sql, ...values.map(value => value.sql)]),
    fails: true,
  };
}
