import jsonata from 'jsonata';
import { isObject, type JsonObject } from '../../json-object';

/** What an expression reads from outside of itself. */
export interface References {
  /** Variables by their names without `$`, those included that the expression binds itself. */
  readonly variables: Set<string>;
  /** The first field after `$states`. */
  readonly statesFields: Set<string>;
  /** Names read from a context item, which an expression here does not have; `$` and `$$` among them. */
  readonly topLevel: Set<string>;
}

/** Throws an error with the parser's message for what is no JSONata. */
export function referencesOf(source: string): References {
  const found = { variables: new Set<string>(), statesFields: new Set<string>(), topLevel: new Set<string>() };
  walk(jsonata(source).ast(), true, found);
  return found;
}

/** Parts of a node that are evaluated for each item of what stands before them, so that a name there reads the item. */
const ITEM_PARTS = new Set(['predicate', 'stages', 'group', 'terms', 'pattern', 'update', 'delete']);

/** `top`: is the context item of this node the one of the whole expression? */
function walk(node: unknown, top: boolean, found: References): void {
  if (Array.isArray(node)) for (const item of node) walk(item, top, found);
  if (!isObject(node)) return;
  const { type, value } = node;
  if (type === 'variable' && typeof value === 'string') {
    if (value === '$') found.topLevel.add('$$');
    else if (value !== '') found.variables.add(value);
    else if (top) found.topLevel.add('$');
  }
  if (type === 'name' && top && typeof value === 'string') found.topLevel.add(value);
  if (type === 'path' && Array.isArray(node.steps)) walkPath(node, node.steps, top, found);
  else for (const [key, part] of Object.entries(node)) walk(part, top && !ITEM_PARTS.has(key), found);
}

function walkPath(path: JsonObject, steps: readonly unknown[], top: boolean, found: References): void {
  const [first, second] = steps;
  if (isObject(first) && first.type === 'variable' && first.value === 'states' && isObject(second) && second.type === 'name')
    found.statesFields.add(String(second.value));
  for (const [index, step] of steps.entries()) walk(step, top && index === 0, found);
  for (const [key, part] of Object.entries(path)) if (key !== 'steps') walk(part, false, found);
}
