import type { Execution } from './execution';
import type { Executions } from './executions';
import type { Result } from './result';

/** The results of an execution by query id; without those whose file is gone. */
export async function readResults(runs: Executions, { manifest }: Execution): Promise<ReadonlyMap<string, Result>> {
  const read = (manifest?.queries ?? []).map(async ({ id, location }) => {
    const result = location ? await runs.result(location) : undefined;
    return result ? ([[id, result]] as const) : [];
  });
  return new Map((await Promise.all(read)).flat());
}

/** The newest good results of the queries that this execution could not compute; without those whose file is gone. */
export async function readOlder(runs: Executions, execution: Execution) {
  const found = [...(await runs.older(execution))].map(async ([id, { run, query }]) => {
    const result = query.location ? await runs.result(query.location) : undefined;
    return result ? ([[id, { run, query, result }]] as const) : [];
  });
  return new Map((await Promise.all(found)).flat());
}
