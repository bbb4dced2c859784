import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type OnDamage, printDamage, readStateFile, recordOf, type StateFile } from '../../data-folder/state-file';
import { writeAtomically } from '../../data-folder/write-atomically';
import { type Execution, isOver } from './execution';

const QUERY: StateFile<Execution> = {
  kind: 'record of a query',
  schema: recordOf(z.object({ id: z.string(), state: z.string(), workGroup: z.string(), submitted: z.number() })),
  remedy: 'the query is not listed any more; its result, if it has one, is where it was',
};

/** Every query that was ever started here, a file each. */
export interface ExecutionStore {
  get(id: string): Execution | undefined;
  byToken(token: string): Execution | undefined;
  /** Newest first. */
  list(workGroup: string): readonly Execution[];
  save(execution: Execution): Promise<void>;
}

/** Reads what is there. A query that was under way when the laptop ended is FAILED from now on. */
export async function openExecutions(directory: string, now: () => Date, onDamage: OnDamage = printDamage): Promise<ExecutionStore> {
  await mkdir(directory, { recursive: true });
  const executions = new Map<string, Execution>();
  const tokens = new Map<string, Execution>();
  const remember = (execution: Execution) => {
    executions.set(execution.id, execution);
    if (execution.token) tokens.set(execution.token.value, execution);
  };
  const save = async (execution: Execution) => {
    remember(execution);
    await writeAtomically(join(directory, `${execution.id}.json`), JSON.stringify(execution));
  };
  for (const name of await readdir(directory)) {
    if (!name.endsWith('.json')) continue;
    const execution = readStateFile(join(directory, name), QUERY, onDamage);
    if (!execution) continue;
    remember(execution);
    if (isOver(execution)) continue;
    Object.assign(execution, { state: 'FAILED', completed: now().getTime(), reason: INTERRUPTED, error: { category: 1, type: 100 } });
    await save(execution);
  }
  return {
    get: id => executions.get(id),
    byToken: token => tokens.get(token),
    list: workGroup =>
      [...executions.values()]
        .reverse()
        .filter(execution => execution.workGroup === workGroup)
        .sort((a, b) => b.submitted - a.submitted),
    save,
  };
}

const INTERRUPTED = 'INTERNAL_ERROR: local AWS was stopped while the query ran';
