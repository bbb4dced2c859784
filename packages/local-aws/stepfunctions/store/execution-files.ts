import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isFolder, type OnDamage, readStateFile } from '../../data-folder/state-file';
import { writeAtomically } from '../../data-folder/write-atomically';
import { type Position, positionSchema } from '../interpreter/position';
import { fileName } from './file-name';
import { openHistoryFile, readHistory, repairHistory, type StoredEvent } from './history-file';

const startedSchema = z.object({
  name: z.string(),
  machine: z.string(),
  roleArn: z.string(),
  revisionId: z.string().optional(),
  /** By which it was started. */
  stateMachineVersionArn: z.string().optional(),
  stateMachineAliasArn: z.string().optional(),
  /** Milliseconds since 1970: of the start, and of the definition's last change before it. */
  startedAt: z.number(),
  updatedAt: z.number(),
  input: z.string(),
  /** The name of the file that holds the definition. */
  definition: z.string(),
  redriveCount: z.number().optional(),
  redrivenAt: z.number().optional(),
  redriveToken: z.string().optional(),
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

const STARTED = {
  kind: 'record of an execution',
  schema: startedSchema,
  remedy: 'the execution is taken from its history where that has it, and is lost otherwise',
};
const ENDED = { kind: 'end of an execution', schema: endedSchema, remedy: 'the end is taken from the history of the execution' };
const POSITION = {
  kind: 'position of an execution',
  schema: positionSchema,
  remedy: 'a redrive of the execution runs it from its start',
};

/** Why an execution that a killed process left behind is listed as failed. */
const CUT_OFF = {
  error: 'States.Runtime',
  cause: 'The process that ran this execution ended before the execution did.',
} as const;

const HISTORY = 'history.jsonl';
/** Present until the execution that was cut off has been started again. */
const CUT_OFF_FILE = 'cut-off.json';

export const historyPath = (folder: string) => join(folder, HISTORY);

export function executionFolder(directory: string, machine: string, name: string): string {
  return join(directory, fileName(machine), fileName(name));
}

export interface LoadedExecution {
  readonly started: StartedExecution;
  readonly ended: EndedExecution;
  /** It was running when its process ended, and has not been started again. */
  readonly cutOff: boolean;
}

export interface LoadOptions {
  readonly now: () => number;
  readonly onDamage: OnDamage;
  readonly onEnded: (started: StartedExecution, ended: EndedExecution) => Promise<void>;
}

/** Every execution of a previous process; one that was still running has failed by now. */
export async function* loadExecutions(directory: string, { now, onDamage, onEnded }: LoadOptions): AsyncGenerator<LoadedExecution> {
  for (const folder of executionFolders(directory)) {
    const started = readStarted(folder, onDamage) ?? (await startedByHistory(folder, directory));
    // Never acknowledged: the process ended while it was starting it.
    if (!started) continue;
    const ended = readEnded(folder, onDamage) ?? (await endCutOff(folder, now(), ended => onEnded(started, ended)));
    yield { started, ended, cutOff: existsSync(join(folder, CUT_OFF_FILE)) };
  }
}

export function readStarted(folder: string, onDamage: OnDamage): StartedExecution | undefined {
  return readStateFile(join(folder, 'started.json'), STARTED, onDamage);
}

export function readEnded(folder: string, onDamage: OnDamage): EndedExecution | undefined {
  return readStateFile(join(folder, 'ended.json'), ENDED, onDamage);
}

export function readPosition(folder: string, onDamage: OnDamage): Position | undefined {
  return readStateFile(join(folder, 'position.json'), POSITION, onDamage);
}

export function writeStarted(folder: string, started: StartedExecution): Promise<void> {
  return writeAtomically(join(folder, 'started.json'), JSON.stringify(started));
}

export function writeEnded(folder: string, ended: EndedExecution): Promise<void> {
  return writeAtomically(join(folder, 'ended.json'), JSON.stringify(ended));
}

export function writePosition(folder: string, position: Position): Promise<void> {
  return writeAtomically(join(folder, 'position.json'), JSON.stringify(position));
}

export const endedPath = (folder: string) => join(folder, 'ended.json');
export const cutOffPath = (folder: string) => join(folder, CUT_OFF_FILE);

function executionFolders(directory: string): string[] {
  const foldersIn = (path: string) =>
    readdirSync(path)
      .map(name => join(path, name))
      .filter(isFolder);
  return existsSync(directory) ? foldersIn(directory).flatMap(foldersIn) : [];
}

const startSchema = z.object({ executionStartedEventDetails: z.object({ input: z.string(), roleArn: z.string() }) });

/** An execution without its record: its folder has its name, unless that was no name of a file, and its first event the rest. */
async function startedByHistory(folder: string, directory: string): Promise<StartedExecution | undefined> {
  const [machine, name] = folder.slice(directory.length + 1).split(/[\\/]/);
  const [first] = await readHistory(historyPath(folder), 0, 1, false);
  const about = startSchema.safeParse(first).data?.executionStartedEventDetails;
  if (!machine || !name || !first || !about || fileName(machine) !== machine || fileName(name) !== name) return undefined;
  const started = { name, machine, ...about, startedAt: first.timestamp, updatedAt: first.timestamp, definition: '' };
  await writeStarted(folder, started);
  return started;
}

/** The history is the first to know the end: when only `ended.json` is missing, it is written from the last event. */
async function endCutOff(folder: string, now: number, onEnded: (ended: EndedExecution) => Promise<void>): Promise<EndedExecution> {
  const file = historyPath(folder);
  const last = await repairHistory(file);
  const known = last && endingOf(last);
  const ended: EndedExecution = known ?? { status: 'FAILED', stoppedAt: now, ...CUT_OFF };
  if (!known) {
    await writeAtomically(cutOffPath(folder), JSON.stringify({ at: now }));
    const history = openHistoryFile(file);
    const id = (last?.id ?? 0) + 1;
    history.append({ timestamp: now, type: 'ExecutionFailed', id, previousEventId: last?.id ?? 0, executionFailedEventDetails: CUT_OFF });
    await history.flush();
  }
  await onEnded(ended);
  await writeEnded(folder, ended);
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
