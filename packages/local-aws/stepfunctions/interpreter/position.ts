import { z } from 'zod';
import type { Json } from '../jsonata/template';
import type { Lane } from './lane';

/** Where a line of states stands: what a redrive goes on from. */
export interface Position {
  /** The state that did not succeed, its input, and the id of the event that entered it (0: none did). */
  readonly state: string;
  readonly input: Json;
  readonly enteredId: number;
  /** The line's own variables. */
  readonly variables: Readonly<Record<string, Json>>;
  /** Of a Map or Parallel that had started its lines. */
  readonly lines?: LinePositions | undefined;
}

export interface LinePositions {
  readonly inputs: readonly Json[];
  /** The outputs of the lines that succeeded, by index. */
  readonly outputs: Readonly<Record<number, Json>>;
  /** Of the lines that had started and did not. */
  readonly positions: Readonly<Record<number, Position>>;
}

const json = z.string();
export const positionSchema: z.ZodType<Position> = z.lazy(() =>
  z.object({
    state: z.string(),
    input: json,
    enteredId: z.number(),
    variables: z.record(z.string(), json),
    lines: z
      .object({ inputs: z.array(json), outputs: z.record(z.coerce.number(), json), positions: z.record(z.coerce.number(), positionSchema) })
      .optional(),
  }),
);

/** Nothing for a line that has not reached its first state. */
export function positionOf(lane: Lane, outer: ReadonlyMap<string, Json> = new Map()): Position | undefined {
  const { visit, variables } = lane;
  if (!visit) return undefined;
  const own = [...variables].filter(([name, value]) => outer.get(name) !== value);
  return {
    state: visit.name,
    input: visit.input,
    enteredId: visit.enteredId,
    variables: Object.fromEntries(own),
    lines: linesOf(lane),
  };
}

/** A state all of whose lines have succeeded fails by itself, and is run again as a whole: its outputs may have been too large. */
function linesOf({ lines, variables }: Lane): LinePositions | undefined {
  if (!lines || lines.outputs.size === lines.inputs.length) return undefined;
  const positions = [...lines.started].flatMap(([index, lane]) => {
    const position = positionOf(lane, variables);
    return position ? [[index, position] as const] : [];
  });
  return { inputs: lines.inputs, outputs: Object.fromEntries(lines.outputs), positions: Object.fromEntries(positions) };
}
