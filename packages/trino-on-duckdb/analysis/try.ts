import type { Typed } from '../expressions/typed';
import type { Expression } from '../syntax/ast';
import { notSupported } from '../trino-error';
import type { Env } from './env';
import { analyze } from './expression';

/** TRY: NULL where the argument fails. */
export function analyzeTry(argument: Expression, at: Expression['at'], env: Env): Typed {
  const plain = analyze(argument, env);
  if (!plain.fails) return plain;
  // DuckDB's lambdas, which number the attempts, hold neither.
  if (reachesOut(argument)) throw notSupported('TRY of a subquery or a window function', at);
  const sql = env.statement.udfs.attempted(plain.type, () => analyze(argument, env).sql);
  return { type: plain.type, sql, fails: false };
}

function reachesOut(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(reachesOut);
  if (typeof node !== 'object' || node === null) return false;
  return Object.entries(node).some(([key, value]) => (value !== undefined && (key === 'query' || key === 'over')) || reachesOut(value));
}
