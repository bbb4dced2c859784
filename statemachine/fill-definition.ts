import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { checkDefinition, Machine } from './check-definition';

/** What the definition's placeholders stand for. */
export interface Placeholders {
  /** Name or ARN of the Lambda function FilterAndProcessOrders. */
  readonly FilterOrders: string;
  /** Name or ARN of the Lambda function SweepUploads. */
  readonly SweepUploads: string;
  /** ARN of what the sweep starts executions of: in AWS the alias. */
  readonly StateMachine: string;
  readonly Bucket: string;
  /** The beginnings of keys, each with its `/`, by what they hold. */
  readonly Prefixes: Readonly<Record<'orders' | 'runs' | 'latest' | 'claims', string>>;
  readonly Crawler: string;
  readonly Database: string;
  readonly WorkGroup: string;
  /** The declared definition of table `processed`: Glue's TableInput. */
  readonly Table: object;
  /** The UNLOAD of one snapshot; `{{asOf}}` and `{{snapshot}}` in it are filled by each execution. */
  readonly BuildOrders: string;
  /** The queries, in the order in which they are shown; `{{snapshot}}` in their SQL is filled by each execution. */
  readonly Queries: readonly QueryItem[];
  readonly UploadsQuery: QueryItem;
  /** A hash of the queries, the model and the rules. */
  readonly Digest: string;
  readonly Crawl: 'always' | 'when needed';
  /** Seconds between the moments at which uploads share one set of queries; 0 for none. */
  readonly Together: number;
}

export interface QueryItem {
  readonly id: string;
  readonly title: string;
  readonly sql: string;
}

/** The definition file cannot be used: one line with the place and what is wrong there. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
}

const FILE = 'orders-pipeline.asl.yaml';

/**
 * The state machine's definition with every placeholder filled. A placeholder is a whole string value, `"${Name}"`, and its value goes in
 * as JSON: a list stays a list. Throws DefinitionError, and an Error on a placeholder without a value or a value without a placeholder.
 */
export function fillDefinition(values: Placeholders, template = readDefinition()): object {
  const entries = new Map<string, unknown>(Object.entries(values));
  const used = new Set<string>();
  const fill = (node: unknown): unknown => {
    if (typeof node === 'string') {
      const name = /^\$\{(\w+)\}$/.exec(node)?.[1];
      if (name === undefined) return node;
      if (!entries.has(name)) throw new Error(`The definition has a placeholder without a value: ${node}`);
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

export interface Definition {
  readonly States: Readonly<Record<string, unknown>>;
}

let lastRead: { readonly text: string; readonly definition: Definition } | undefined;

/** The definition as the file has it, checked, placeholders unfilled. Throws DefinitionError. */
export function readDefinition(text = readFileSync(join(__dirname, FILE), 'utf8')): Definition {
  // Each execution asks for the definition, and the file seldom changes.
  if (lastRead?.text !== text) lastRead = { text, definition: parse(text) };
  return lastRead.definition;
}

function parse(text: string): Definition {
  const lines = new LineCounter();
  const document = parseDocument(text, { merge: true, prettyErrors: false, lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new DefinitionError(`statemachine/${FILE}: line ${line}, column ${col}: ${error.message}`);
  }
  const definition: unknown = onOneLine(document.toJS({ maxAliasCount: -1 }));
  if (!isDefinition(definition))
    throw new DefinitionError(`statemachine/${FILE}: expected an object with States, got ${typeof definition}`);
  const [problem, ...more] = problemsOf(definition);
  if (problem !== undefined)
    throw new DefinitionError(`statemachine/${FILE}: ${problem}${more.length > 0 ? ` (and ${more.length} more)` : ''}`);
  return definition;
}

function problemsOf(definition: Definition): readonly string[] {
  const machine = Machine.safeParse(definition);
  if (!machine.success) return machine.error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`);
  return checkDefinition(machine.data).map(({ where, problem }) => `${where}: ${problem}`);
}

/** Expressions are laid out over lines for people; validators and consoles read them on one. No literal of ours holds a line break. */
function onOneLine(node: unknown): unknown {
  if (typeof node === 'string') return node.startsWith('{%') ? node.replace(/\s*\n\s*/g, ' ') : node;
  if (Array.isArray(node)) return node.map(onOneLine);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, onOneLine(value)]));
}

function isDefinition(value: unknown): value is Definition {
  if (typeof value !== 'object' || value === null || !('States' in value)) return false;
  return typeof value.States === 'object' && value.States !== null;
}
