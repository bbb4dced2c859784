import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { OnDamage } from '../../data-folder/state-file';
import type { EventLog } from '../interpreter/history';
import type { Position } from '../interpreter/position';
import type { Ending } from '../interpreter/run-machine';
import { type DefinitionStore, hashOf } from './definition-store';
import {
  cutOffPath,
  type EndedExecution,
  endedPath,
  executionFolder,
  historyPath,
  loadExecutions,
  readEnded,
  readPosition,
  readStarted,
  type StartedExecution,
  writeEnded,
  writePosition,
  writeStarted,
} from './execution-files';
import { type HistoryFile, openHistoryFile, parseEvent, readHistory, type StoredEvent } from './history-file';

export type { EndedExecution, StartedExecution };

/** What memory holds of an execution; all else is on the disk. */
export interface ExecutionSummary {
  readonly name: string;
  readonly machine: string;
  readonly startedAt: number;
  /** Absent while it runs. */
  readonly stoppedAt?: number | undefined;
  readonly status: 'RUNNING' | EndedExecution['status'];
  readonly stateMachineVersionArn?: string | undefined;
  readonly stateMachineAliasArn?: string | undefined;
  readonly redriveCount?: number | undefined;
  readonly redrivenAt?: number | undefined;
}

export interface ExecutionStore {
  find(machine: string, name: string): ExecutionSummary | undefined;
  /** The names of those that have executions. */
  machines(): readonly string[];
  /** The newest first. */
  list(machine: string): readonly ExecutionSummary[];
  /** From this turn on the name is taken; resolves when the execution is on the disk. */
  start(started: Omit<StartedExecution, 'definition'>, definition: string): Promise<Recording>;
  /** An execution that has ended runs again from this turn on; resolves when that is on the disk. */
  redrive(started: StartedExecution): Promise<Redriving>;
  read(machine: string, name: string): Promise<{ readonly started: StartedExecution; readonly ended: EndedExecution | undefined }>;
  /** The definition that it started with. */
  definition(started: StartedExecution): Promise<string>;
  history(machine: string, name: string, from: number, most: number, reverse: boolean): Promise<readonly StoredEvent[]>;
  /** What was running when the last process ended, and has not been settled. The oldest first. */
  cutOff(): Promise<readonly StartedExecution[]>;
  settleCutOff(machine: string, name: string): Promise<void>;
  /** Forgets executions that have ended. */
  remove(executions: readonly ExecutionSummary[]): Promise<void>;
  /** Ends the attempts to write what the disk has refused. */
  close(): void;
}

/** What is kept of an execution while it runs. */
export interface Recording {
  readonly history: EventLog;
  /** Aborted with a `DiskError` when the disk refuses events. */
  readonly refused: AbortSignal;
  /** Resolves when the execution has ended as far as anybody can see: at once on a disk that refuses its files. */
  readonly known: Promise<void>;
  /** The end is known at once, and resolves when it is on the disk, however long that takes. */
  end(ending: Ending, stoppedAt: number, position: Position | undefined): Promise<void>;
}

export interface Redriving {
  readonly recording: Recording;
  /** Where it stood; nothing for one that was cut off. */
  readonly from: Position | undefined;
  /** The id of its last event. */
  readonly recorded: number;
}

interface LiveExecution {
  readonly started: StartedExecution;
  readonly history: HistoryFile;
  /** Known before it is on the disk. */
  ended?: EndedExecution;
  /** There before the last event is on the disk; resolves when the end is. */
  ending?: Promise<void>;
}

const RETRY_MS = 1_000;

export interface ExecutionStoreOptions {
  readonly definitions: DefinitionStore;
  readonly now: () => number;
  readonly onDamage: OnDamage;
  /** Before the end is on the disk, so that a process that is killed in between calls it again. */
  readonly onEnded: (started: StartedExecution, ended: EndedExecution) => Promise<void>;
}

/** A folder per execution: `started.json`, `history.jsonl`, `ended.json` once it has ended, and `position.json` if it did not succeed. */
export async function openExecutionStore(
  directory: string,
  { definitions, now, onDamage, onEnded }: ExecutionStoreOptions,
): Promise<ExecutionStore> {
  const summaries = new Map<string, Map<string, ExecutionSummary>>();
  const cutOff: StartedExecution[] = [];
  /** Those that run, and those whose end the disk does not have yet. */
  const live = new Map<string, LiveExecution>();
  const closed = new AbortController();
  const folderOf = (machine: string, name: string) => executionFolder(directory, machine, name);
  const summarize = (started: StartedExecution, ended?: EndedExecution) => {
    const { name, machine, startedAt, stateMachineVersionArn, stateMachineAliasArn, redriveCount, redrivenAt } = started;
    const about = { name, machine, startedAt, stateMachineVersionArn, stateMachineAliasArn, redriveCount, redrivenAt };
    const ofMachine = summaries.get(machine) ?? new Map<string, ExecutionSummary>();
    summaries.set(machine, ofMachine.set(name, { ...about, status: ended?.status ?? 'RUNNING', stoppedAt: ended?.stoppedAt }));
  };

  for await (const { started, ended, cutOff: isCutOff } of loadExecutions(directory, { now, onDamage, onEnded })) {
    summarize(started, ended);
    if (isCutOff) cutOff.push(started);
  }
  cutOff.sort((a, b) => a.startedAt - b.startedAt);

  function record(folder: string, execution: LiveExecution): Recording {
    const { started, history } = execution;
    let notify = () => {};
    const known = new Promise<void>(resolve => {
      notify = resolve;
    });
    const show = (ended: EndedExecution) => {
      summarize(started, ended);
      notify();
    };
    async function save(ended: EndedExecution, position: Position | undefined): Promise<void> {
      await history.settled();
      let isTold = false;
      for (;;) {
        try {
          if (position) await writePosition(folder, position);
          if (!isTold) await onEnded(started, ended);
          isTold = true;
          await writeEnded(folder, ended);
          break;
        } catch {
          // It has ended all the same.
          show(ended);
          await delay(RETRY_MS, undefined, { signal: closed.signal, ref: false });
        }
      }
      live.delete(folder);
    }
    return {
      history,
      refused: history.refused,
      known,
      end(ending, stoppedAt, position) {
        const ended = { ...ending, stoppedAt };
        execution.ended = ended;
        // A sound disk has the end before anybody sees it.
        const saved = save(ended, position).finally(() => show(ended));
        if (history.refused.aborted) show(ended);
        else history.refused.addEventListener('abort', () => show(ended), { once: true });
        execution.ending = saved;
        saved.catch(() => {});
        return saved;
      },
    };
  }

  return {
    find: (machine, name) => summaries.get(machine)?.get(name),
    machines: () => [...summaries.keys()],
    list: machine => [...(summaries.get(machine)?.values() ?? [])].reverse().sort((a, b) => b.startedAt - a.startedAt),
    async start(about, definition) {
      const { name, machine } = about;
      const folder = folderOf(machine, name);
      const started = { ...about, definition: hashOf(definition) };
      const execution: LiveExecution = { started, history: openHistoryFile(historyPath(folder)) };
      summarize(started);
      live.set(folder, execution);
      try {
        await definitions.keep(definition);
        await mkdir(folder, { recursive: true });
        await writeStarted(folder, started);
      } catch (error) {
        // Nothing runs it, so a later request must not see it as running.
        live.delete(folder);
        summaries.get(machine)?.delete(name);
        throw error;
      }
      return record(folder, execution);
    },
    async redrive(started) {
      const { machine, name } = started;
      const folder = folderOf(machine, name);
      const before = summaries.get(machine)?.get(name);
      const execution: LiveExecution = { started, history: openHistoryFile(historyPath(folder)) };
      summarize(started);
      live.set(folder, execution);
      try {
        const from = readPosition(folder, onDamage);
        const [last] = await readHistory(historyPath(folder), 0, 1, true);
        await writeStarted(folder, started);
        await rm(endedPath(folder), { force: true });
        return { recording: record(folder, execution), from, recorded: last?.id ?? 0 };
      } catch (error) {
        live.delete(folder);
        if (before) summaries.get(machine)?.set(name, before);
        throw error;
      }
    },
    async read(machine, name) {
      const folder = folderOf(machine, name);
      const now = live.get(folder);
      if (now) return { started: now.started, ended: summaries.get(machine)?.get(name)?.status === 'RUNNING' ? undefined : now.ended };
      const started = readStarted(folder, onDamage);
      const ended = readEnded(folder, onDamage);
      if (started && ended) return { started, ended };
      throw new Error(`The files of the execution ${name} in ${folder} cannot be read`);
    },
    definition: started => definitions.read(started.definition),
    async history(machine, name, from, most, reverse) {
      const folder = folderOf(machine, name);
      const unwritten = await unwrittenEvents(live.get(folder)?.history);
      const events = await readWithUnwritten(historyPath(folder), unwritten, from, most, reverse);
      // A client that has seen the last event must not see the execution as running elsewhere.
      if (unwritten.length === 0) await live.get(folder)?.ending;
      return events;
    },
    cutOff: async () => [...cutOff],
    async settleCutOff(machine, name) {
      await rm(cutOffPath(folderOf(machine, name)), { force: true });
      const at = cutOff.findIndex(started => started.machine === machine && started.name === name);
      if (at >= 0) cutOff.splice(at, 1);
    },
    async remove(executions) {
      for (const { machine, name, status } of executions) {
        if (status === 'RUNNING') continue;
        summaries.get(machine)?.delete(name);
        await rm(folderOf(machine, name), { recursive: true, force: true });
      }
    },
    close() {
      closed.abort();
      for (const { history } of live.values()) history.close();
    },
  };
}

/** What a sound disk has by now is written; the rest is in memory. */
async function unwrittenEvents(history: HistoryFile | undefined): Promise<readonly StoredEvent[]> {
  if (!history) return [];
  if (!history.refused.aborted) await history.flush().catch(() => undefined);
  return history.refused.aborted ? history.unwritten().flatMap(line => parseEvent(line) ?? []) : [];
}

async function readWithUnwritten(
  path: string,
  unwritten: readonly StoredEvent[],
  from: number,
  most: number,
  reverse: boolean,
): Promise<readonly StoredEvent[]> {
  if (unwritten.length === 0) return readHistory(path, from, most, reverse);
  const all = [...(await readHistory(path, 0, Number.MAX_SAFE_INTEGER, false).catch(() => [])), ...unwritten];
  return (reverse ? all.reverse() : all).slice(from, from + most);
}
