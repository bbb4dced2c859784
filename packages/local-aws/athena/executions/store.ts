import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type OnDamage, readStateFile, recordOf, type StateFile } from '../../data-folder/state-file';
import { writeAtomically } from '../../data-folder/write-atomically';
import { type Execution, isOver } from './execution';

const QUERY: StateFile<Execution> = {
  kind: 'record of a query',
  schema: recordOf(z.object({ id: z.string(), state: z.string(), workGroup: z.string(), submitted: z.number() })),
  remedy: 'the query is not listed any more; its result, if it has one, is where it was',
};

/** The queries of the last weeks, a file each. */
export interface ExecutionStore {
  get(id: string): Execution | undefined;
  byToken(token: string): Execution | undefined;
  /** Newest first. */
  list(workGroup: string): readonly Execution[];
  save(execution: Execution): Promise<void>;
  /** Forgets what ended longer ago. Gives how many. */
  forget(days: number): Promise<number>;
}

export interface StoreOptions {
  readonly now: () => Date;
  /** Records of queries that ended earlier are removed. */
  readonly historyDays: number;
  readonly onDamage: OnDamage;
}

const MILLISECONDS_PER_DAY = 86_400_000;
/** Old records are removed once in this number of queries. */
const QUERIES_PER_SWEEP = 100;

/** Reads what is there. A query that was still active when the previous process ended is FAILED. */
export async function openExecutions(directory: string, { now, historyDays, onDamage }: StoreOptions): Promise<ExecutionStore> {
  await mkdir(directory, { recursive: true });
  const executions = new Map<string, Execution>();
  const tokens = new Map<string, Execution>();
  const pathOf = (id: string) => join(directory, `${id}.json`);
  const remember = (execution: Execution) => {
    executions.set(execution.id, execution);
    if (execution.token) tokens.set(execution.token.value, execution);
  };
  const forget = async (days: number) => {
    const oldest = now().getTime() - days * MILLISECONDS_PER_DAY;
    let count = 0;
    for (const { id, token, completed = Number.POSITIVE_INFINITY } of executions.values()) {
      if (completed >= oldest) continue;
      executions.delete(id);
      if (token) tokens.delete(token.value);
      await rm(pathOf(id), { force: true });
      count += 1;
    }
    return count;
  };
  const save = async (execution: Execution) => {
    const isNew = !executions.has(execution.id);
    remember(execution);
    await writeAtomically(pathOf(execution.id), JSON.stringify(execution));
    if (isNew && executions.size % QUERIES_PER_SWEEP === 0) await forget(historyDays);
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
  await forget(historyDays);
  return {
    get: id => executions.get(id),
    byToken: token => tokens.get(token),
    list: workGroup =>
      [...executions.values()]
        .reverse()
        .filter(execution => execution.workGroup === workGroup)
        .sort((a, b) => b.submitted - a.submitted),
    save,
    forget,
  };
}

const INTERRUPTED = 'INTERNAL_ERROR: local AWS was stopped while the query ran';
