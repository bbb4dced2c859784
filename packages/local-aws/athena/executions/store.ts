import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../data-folder/write-atomically';
import { type Execution, isOver } from './execution';

/** Every query that was ever started here, a file each. */
export interface ExecutionStore {
  get(id: string): Execution | undefined;
  byToken(token: string): Execution | undefined;
  /** Newest first. */
  list(workGroup: string): readonly Execution[];
  save(execution: Execution): Promise<void>;
}

/** Reads what is there. A query that was under way when the laptop ended is FAILED from now on. */
export async function openExecutions(directory: string, now: () => Date): Promise<ExecutionStore> {
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
    const execution: Execution = JSON.parse(await readFile(join(directory, name), 'utf8'));
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

const INTERRUPTED = 'INTERNAL_ERROR: the laptop was stopped while the query ran';
