import { z } from 'zod';
import type { Json } from '../jsonata/template';
import type { Branch } from './branch';

/** Where a branch stopped: what a redrive goes on from. */
export interface Position {
  /** The state that did not succeed, its input, and the id of the event that entered it (0: none did). */
  readonly state: string;
  readonly input: Json;
  readonly enteredId: number;
  /** The branch's own variables. */
  readonly variables: Readonly<Record<string, Json>>;
  /** Of a Map or Parallel that had started its branches. */
  readonly lines?: BranchPositions | undefined;
}

export interface BranchPositions {
  readonly inputs: readonly Json[];
  /** The outputs of the branches that succeeded, by index. */
  readonly outputs: Readonly<Record<number, Json>>;
  /** Of the branches that had started and did not succeed. */
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

/** Undefined for a branch that has not reached its first state. */
export function positionOf(branch: Branch, outer: ReadonlyMap<string, Json> = new Map()): Position | undefined {
  const { visit, variables } = branch;
  if (!visit) return undefined;
  const own = [...variables].filter(([name, value]) => outer.get(name) !== value);
  return {
    state: visit.name,
    input: visit.input,
    enteredId: visit.enteredId,
    variables: Object.fromEntries(own),
    lines: branchesOf(branch),
  };
}

/** A state whose branches all succeeded has failed for another reason, such as outputs that are too large, and runs again as a whole. */
function branchesOf({ branches, variables }: Branch): BranchPositions | undefined {
  if (!branches || branches.outputs.size === branches.inputs.length) return undefined;
  const positions = [...branches.started].flatMap(([index, branch]) => {
    const position = positionOf(branch, variables);
    return position ? [[index, position] as const] : [];
  });
  return { inputs: branches.inputs, outputs: Object.fromEntries(branches.outputs), positions: Object.fromEntries(positions) };
}
