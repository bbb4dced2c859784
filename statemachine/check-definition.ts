import jsonata from 'jsonata';
import { z } from 'zod';

const Assign = z.record(z.string(), z.unknown());
const Handler = z.object({ ErrorEquals: z.array(z.string()), Next: z.string().optional(), Assign: Assign.optional() }).loose();
const Choice = z.object({ Next: z.string(), Assign: Assign.optional() }).loose();

const State = z
  .object({
    Type: z.string(),
    Next: z.string().optional(),
    Default: z.string().optional(),
    Assign: Assign.optional(),
    Choices: z.array(Choice).default([]),
    Catch: z.array(Handler).default([]),
    Retry: z.array(Handler).default([]),
    get ItemProcessor() {
      return Machine.optional();
    },
  })
  .loose();

/** The parts of a definition that are checked. */
export const Machine: z.ZodType<{ StartAt: string; States: Record<string, z.infer<typeof State>> }> = z.object({
  StartAt: z.string(),
  States: z.record(z.string(), State),
});

type Machine = z.infer<typeof Machine>;
type State = z.infer<typeof State>;

export interface Finding {
  /** Such as `GetCrawler/Assign/isOurs`. */
  readonly where: string;
  readonly problem: string;
}

/** The functions that AWS adds to JSONata. Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
const AWS_FUNCTIONS = ['partition', 'range', 'hash', 'random', 'uuid', 'parse'];

/**
 * What AWS does not refuse at creation, and what then fails at run time: a variable that is not assigned on every path to the expression
 * which reads it, and a function that AWS does not have. Also expressions that do not parse, and states that no path leads to.
 */
export function checkDefinition(machine: Machine): readonly Finding[] {
  // An anchor of the YAML file gives the same expression to many states.
  const parsed = new Map<string, readonly string[]>();
  const variablesOf = (text: string) => {
    const variables = parsed.get(text) ?? freeVariables(jsonata(text).ast());
    parsed.set(text, variables);
    return variables;
  };
  return checkStates(machine, new Set(), variablesOf);
}

type VariablesOf = (text: string) => readonly string[];

function checkStates({ StartAt, States }: Machine, outer: ReadonlySet<string>, variablesOf: VariablesOf): readonly Finding[] {
  const before = assignedBefore(StartAt, States, outer);
  return Object.entries(States).flatMap(([name, state]) => {
    const known = before.get(name);
    if (!known) return [{ where: name, problem: 'no path leads to this state' }];
    const inner = state.ItemProcessor ? checkStates(state.ItemProcessor, known, variablesOf) : [];
    const { ItemProcessor: _, ...own } = state;
    return [...inner, ...expressionsIn(own, name).flatMap(({ where, text }) => checkExpression(where, known, () => variablesOf(text)))];
  });
}

/** For each state the variables that are assigned on every path to it: a fixed point over the graph. */
function assignedBefore(start: string, states: Machine['States'], outer: ReadonlySet<string>): Map<string, ReadonlySet<string>> {
  const before = new Map<string, ReadonlySet<string>>([[start, outer]]);
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = states[name];
    if (!state) continue;
    for (const { to, assigns } of edges(state)) {
      const arriving = new Set([...(before.get(name) ?? []), ...assigns]);
      const known = before.get(to);
      const both = known ? new Set([...known].filter(variable => arriving.has(variable))) : arriving;
      if (known && both.size === known.size) continue;
      before.set(to, both);
      open.push(to);
    }
  }
  return before;
}

/** The transitions of a state, each with the variables that it assigns. */
function edges({ Next, Default, Assign: assigned = {}, Choices, Catch }: State): { to: string; assigns: string[] }[] {
  const regular = [Next, Default].flatMap(to => (to === undefined ? [] : [{ to, assigns: Object.keys(assigned) }]));
  const others = [...Choices, ...Catch].flatMap(({ Next: to, Assign = {} }) =>
    to === undefined ? [] : [{ to, assigns: Object.keys(Assign) }],
  );
  return [...regular, ...others];
}

function expressionsIn(node: unknown, where: string): { where: string; text: string }[] {
  if (typeof node === 'string') return /^\{%[\s\S]*%\}$/.test(node) ? [{ where, text: node.slice(2, -2) }] : [];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => expressionsIn(value, `${where}/${key}`));
}

function checkExpression(where: string, known: ReadonlySet<string>, variables: () => readonly string[]): Finding[] {
  try {
    const builtIn = new Set(['states', ...AWS_FUNCTIONS]);
    return variables().flatMap(name => {
      if (builtIn.has(name) || known.has(name) || isFunction(name)) return [];
      return [{ where, problem: `$${name} is not assigned on every path that leads here` }];
    });
  } catch (error) {
    return [{ where, problem: `does not parse: ${messageOf(error)}` }];
  }
}

/** A function of JSONata itself; `$eval` is not there in AWS. */
function isFunction(name: string): boolean {
  return name !== 'eval' && BUILT_IN.has(name);
}

const BUILT_IN = new Set(
  (
    'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match contains replace ' +
    'split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power random boolean not map zip filter ' +
    'single reduce sift keys lookup append exists spread merge reverse each error assert type sort shuffle distinct base64encode base64decode ' +
    'encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis now millis clone'
  ).split(' '),
);

/** Variables that an expression reads and does not bind itself (by `:=` or as a parameter). */
function freeVariables(ast: unknown): string[] {
  const bound = new Set<string>();
  const read: string[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, value, lhs, arguments: parameters } = Object(node);
    if (type === 'variable' && typeof value === 'string' && value !== '' && value !== '$') read.push(value);
    if (type === 'bind') bound.add(String(lhs.value));
    if (type === 'lambda') for (const parameter of parameters) bound.add(String(parameter.value));
    Object.values(node).forEach(walk);
  };
  walk(ast);
  return [...new Set(read)].filter(name => !bound.has(name));
}

/** The parser of JSONata throws objects that are no errors. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
