import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../data-folder/write-atomically';
import type { EventLog } from '../interpreter/history';
import type { Ending } from '../interpreter/run-machine';
import { type DefinitionStore, hashOf } from './definition-store';
import { fileName } from './file-name';
import { openHistoryFile, readHistory, repairHistory, type StoredEvent } from './history-file';

const startedSchema = z.object({
  name: z.string(),
  machine: z.string(),
  roleArn: z.string(),
  revisionId: z.string().optional(),
  /** Milliseconds since 1970: of the start, and of the definition's last change before it. */
  startedAt: z.number(),
  updatedAt: z.number(),
  input: z.string(),
  /** The name of the file that holds the definition. */
  definition: z.string(),
});

const endedSchema = z.object({
  status: z.enum(['SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED_OUT']),
  stoppedAt: z.number(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

export type StartedExecution = z.infer<typeof startedSchema>;
export type EndedExecution = z.infer<typeof endedSchema>;

/** What memory holds of an execution; all else is on the disk. */
export interface ExecutionSummary {
  readonly name: string;
  readonly machine: string;
  readonly startedAt: number;
  /** Absent while it runs. */
  readonly stoppedAt?: number;
  readonly status: 'RUNNING' | EndedExecution['status'];
}

/** Why an execution that a killed process left behind is listed as failed. */
const CUT_OFF = {
  error: 'States.Runtime',
  cause: 'The process that ran this execution ended before the execution did.',
} as const;

export interface ExecutionStore {
  find(machine: string, name: string): ExecutionSummary | undefined;
  /** The newest first. */
  list(machine: string): readonly ExecutionSummary[];
  /** From this turn on the name is taken; resolves when the execution is on the disk. */
  start(started: Omit<StartedExecution, 'definition'>, definition: string): Promise<Recording>;
  read(machine: string, name: string): Promise<{ readonly started: StartedExecution; readonly ended: EndedExecution | undefined }>;
  /** The definition that it started with. */
  definition(started: StartedExecution): Promise<string>;
  history(machine: string, name: string, from: number, most: number, reverse: boolean): Promise<readonly StoredEvent[]>;
}

/** What is kept of an execution while it runs. */
export interface Recording {
  readonly history: EventLog;
  end(ending: Ending, stoppedAt: number): Promise<void>;
}

interface RunningExecution {
  readonly started: StartedExecution;
  readonly history: EventLog;
  /** There before the last event is on the disk; resolves when the end is. */
  ending?: Promise<void>;
}

/** A folder per execution: `started.json`, `history.jsonl`, and `ended.json` once it has ended. */
export async function openExecutionStore(directory: string, definitions: DefinitionStore, now: () => number): Promise<ExecutionStore> {
  const summaries = new Map<string, Map<string, ExecutionSummary>>();
  const running = new Map<string, RunningExecution>();
  const folder = (machine: string, name: string) => join(directory, fileName(machine), fileName(name));
  const summarize = (summary: ExecutionSummary) => {
    const ofMachine = summaries.get(summary.machine) ?? new Map<string, ExecutionSummary>();
    summaries.set(summary.machine, ofMachine.set(summary.name, summary));
  };

  for (const path of executionFolders(directory)) {
    const file = readJson(join(path, 'started.json'));
    // Never acknowledged: the process ended while it was starting it.
    if (file === undefined) continue;
    const { name, machine, startedAt } = startedSchema.parse(file);
    const { stoppedAt, status } = endedSchema.safeParse(readJson(join(path, 'ended.json'))).data ?? (await endCutOff(path, now()));
    summarize({ name, machine, startedAt, stoppedAt, status });
  }

  return {
    find: (machine, name) => summaries.get(machine)?.get(name),
    list: machine => [...(summaries.get(machine)?.values() ?? [])].reverse().sort((a, b) => b.startedAt - a.startedAt),
    async start(about, definition) {
      const { name, machine, startedAt } = about;
      const path = folder(machine, name);
      const history = openHistoryFile(join(path, 'history.jsonl'));
      const execution: RunningExecution = { started: { ...about, definition: hashOf(definition) }, history };
      summarize({ name, machine, startedAt, status: 'RUNNING' });
      running.set(path, execution);
      try {
        await definitions.keep(definition);
        await mkdir(path, { recursive: true });
        await writeAtomically(join(path, 'started.json'), JSON.stringify(execution.started));
      } catch (error) {
        // Nobody runs it, so nobody who asks again may be told that it runs.
        running.delete(path);
        summaries.get(machine)?.delete(name);
        throw error;
      }
      const end = async (ending: Ending, stoppedAt: number) => {
        await history.flush();
        await writeEnded(path, { ...ending, stoppedAt });
        summarize({ name, machine, startedAt, stoppedAt, status: ending.status });
        running.delete(path);
      };
      return {
        history,
        end(ending, stoppedAt) {
          execution.ending = end(ending, stoppedAt);
          return execution.ending;
        },
      };
    },
    async read(machine, name) {
      const path = folder(machine, name);
      const now = running.get(path);
      if (now) return { started: now.started, ended: undefined };
      return {
        started: startedSchema.parse(readJson(join(path, 'started.json'))),
        ended: endedSchema.parse(readJson(join(path, 'ended.json'))),
      };
    },
    definition: started => definitions.read(started.definition),
    async history(machine, name, from, most, reverse) {
      const path = folder(machine, name);
      await running.get(path)?.history.flush();
      const events = await readHistory(join(path, 'history.jsonl'), from, most, reverse);
      // Whoever sees the last event here is not told elsewhere that the execution is running.
      await running.get(path)?.ending;
      return events;
    },
  };
}

function executionFolders(directory: string): string[] {
  if (!existsSync(directory)) return [];
  const machines = readdirSync(directory).map(machine => join(directory, machine));
  return machines.flatMap(machine => readdirSync(machine).map(name => join(machine, name)));
}

/** Nothing for a file that is not there, or not whole. Synchronous, since thousands of small files are read ten times as fast so. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function writeEnded(path: string, ended: EndedExecution): Promise<void> {
  return writeAtomically(join(path, 'ended.json'), JSON.stringify(ended));
}

/** The history is the first to know the end: when only `ended.json` is missing, it is written from the last event. */
async function endCutOff(path: string, now: number): Promise<EndedExecution> {
  const file = join(path, 'history.jsonl');
  const last = await repairHistory(file);
  const ended = (last && endingOf(last)) ?? { status: 'FAILED' as const, stoppedAt: now, ...CUT_OFF };
  if (ended.cause === CUT_OFF.cause) {
    const history = openHistoryFile(file);
    const id = (last?.id ?? 0) + 1;
    history.append({ timestamp: now, type: 'ExecutionFailed', id, previousEventId: last?.id ?? 0, executionFailedEventDetails: CUT_OFF });
    await history.flush();
  }
  await writeEnded(path, ended);
  return ended;
}

const STATUS = {
  ExecutionSucceeded: ['SUCCEEDED', 'executionSucceededEventDetails'],
  ExecutionFailed: ['FAILED', 'executionFailedEventDetails'],
  ExecutionAborted: ['ABORTED', 'executionAbortedEventDetails'],
  ExecutionTimedOut: ['TIMED_OUT', undefined],
} as const;

const detailsSchema = endedSchema.pick({ output: true, error: true, cause: true }).default({});

function endingOf(event: StoredEvent): EndedExecution | undefined {
  const known = Object.entries(STATUS).find(([type]) => type === event.type)?.[1];
  return known && { status: known[0], stoppedAt: event.timestamp, ...(known[1] && detailsSchema.parse(event[known[1]])) };
}
