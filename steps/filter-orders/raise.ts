import * as z from 'zod';

const Raise = z.object({
  raise: z.object({ name: z.string(), state: z.string(), cause: z.string() }),
  isRedriven: z.boolean(),
});

/**
 * Throws the failure that an execution is to end with, under its own name; a redriven execution goes on instead. False for other payloads. The state machine has no
 * other way to fail by a name in a state from which a redrive can go on.
 */
export function raiseIfAsked(payload: unknown): boolean {
  const parsed = Raise.safeParse(payload);
  if (!parsed.success) return false;
  if (parsed.data.isRedriven) return true;
  const { name, state, cause } = parsed.data.raise;
  throw Object.assign(new Error(`${state}: ${cause}`), { name });
}
