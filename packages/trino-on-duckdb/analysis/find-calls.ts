import type { Call } from '../syntax/ast';

/** The calls inside a part of the statement that fit, outermost first; not those inside subqueries, which are looked at on their own. */
export function findCalls(node: unknown, fits: (call: Call) => boolean): Call[] {
  if (Array.isArray(node)) return node.flatMap(item => findCalls(item, fits));
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.entries(node).flatMap(([key, value]) => (key === 'query' ? [] : findCalls(value, fits)));
  return isCall(node) && fits(node) ? [node, ...inner] : inner;
}

function isCall(node: object): node is Call {
  return 'kind' in node && node.kind === 'call';
}
