import { parseArgs } from 'node:util';
import { UsageError } from '../commands/terminal/usage-error';

/** The options of `npm start`. */
export interface StartArguments {
  /** A file of faults to inject. */
  readonly faults: string | undefined;
  /** Whether the clock can be moved at `/_clock`. */
  readonly clock: boolean;
}

/** Throws `UsageError`. */
export function readArguments(args: readonly string[]): StartArguments {
  try {
    const { values } = parseArgs({ args: [...args], options: { faults: { type: 'string' }, clock: { type: 'boolean', default: false } } });
    return { faults: values.faults, clock: values.clock };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\nusage: npm start [-- --faults FILE] [-- --clock]`);
  }
}
