import { z } from 'zod';

const state = z.object({
  Type: z.string(),
  Comment: z.string().optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.object({ Next: z.string().optional() })).default([]),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string() })).default([]),
  ItemProcessor: z.object({ StartAt: z.string(), States: z.record(z.string(), z.object({ Type: z.string() })) }).optional(),
});

const definition = z.object({ StartAt: z.string(), States: z.record(z.string(), state) });

/** A state machine as a picture needs it. */
export interface Machine {
  readonly start: string;
  readonly states: readonly MachineState[];
  readonly transitions: readonly Transition[];
}

export interface MachineState {
  readonly name: string;
  /** As in the definition: `Task`, `Map`, … */
  readonly type: string;
  readonly comment: string | null;
  /** The states of a Map's iterations. */
  readonly inner: readonly string[];
}

export interface Transition {
  readonly from: string;
  readonly to: string;
  /** Taken after an error. */
  readonly isCatch: boolean;
}

/** A state to which so many states hand every error is the machine's end: lines to it would only hide the rest. */
const COMMON = 3;

/** Undefined for what is no definition. */
export function parseMachine(json: string): Machine | undefined {
  const { data } = definition.safeParse(parsed(json));
  if (!data) return undefined;
  const names = new Set(Object.keys(data.States));
  const states = Object.entries(data.States).map(([name, { Type, Comment, ItemProcessor }]) => ({
    name,
    type: Type,
    comment: Comment ?? null,
    inner: Object.keys(ItemProcessor?.States ?? {}),
  }));
  const everything = Object.values(data.States).flatMap(({ Catch }) => Catch.filter(catchesAll).map(({ Next: to }) => to));
  const isCommon = (name: string) => everything.filter(to => to === name).length >= COMMON;
  const transitions = Object.entries(data.States).flatMap(([from, { Next, Default, Choices, Catch }]) => {
    const plain = [Next, ...Choices.map(choice => choice.Next), Default].flatMap(to => to ?? []);
    const caught = Catch.filter(each => !catchesAll(each) || !isCommon(each.Next)).map(({ Next: to }) => to);
    return [
      ...[...new Set(plain)].map(to => ({ from, to, isCatch: false })),
      ...[...new Set(caught)].filter(to => !plain.includes(to)).map(to => ({ from, to, isCatch: true })),
    ];
  });
  return { start: data.StartAt, states, transitions: transitions.filter(({ to }) => names.has(to)) };
}

function catchesAll({ ErrorEquals }: { readonly ErrorEquals: readonly string[] }): boolean {
  return ErrorEquals.includes('States.ALL');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
