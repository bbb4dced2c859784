import template from './orders-pipeline.asl.json';

/** What the definition's placeholders stand for. */
export interface Placeholders {
  /** Name or ARN of the Lambda function FilterAndProcessOrders. */
  readonly FilterOrders: string;
  readonly Bucket: string;
  readonly Crawler: string;
  readonly Database: string;
  readonly WorkGroup: string;
  /** The declared definition of table `processed`: Glue's TableInput. */
  readonly Table: object;
  /** The questions, in the order in which they are shown. */
  readonly Queries: readonly { readonly id: string; readonly title: string; readonly sql: string }[];
}

/**
 * The state machine's definition with every placeholder filled. A placeholder is a whole string value, `"${Name}"`, and its value goes in
 * as JSON: a list stays a list. Throws on a placeholder without a value, and on a value without a placeholder.
 */
export function fillDefinition(values: Placeholders): object {
  const entries = new Map<string, unknown>(Object.entries(values));
  const used = new Set<string>();
  const fill = (node: unknown): unknown => {
    if (typeof node === 'string') {
      const name = /^\$\{(\w+)\}$/.exec(node)?.[1];
      if (name === undefined) return node;
      if (!entries.has(name)) throw new Error(`The definition has a placeholder that nobody fills: ${node}`);
      used.add(name);
      return entries.get(name);
    }
    if (Array.isArray(node)) return node.map(fill);
    if (typeof node === 'object' && node !== null)
      return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value)]));
    return node;
  };
  const filled = { ...template, States: fill(template.States) };
  const unused = [...entries.keys()].filter(name => !used.has(name));
  if (unused.length > 0) throw new Error(`The definition has no placeholder for: ${unused.join(', ')}`);
  return filled;
}
