import { createHash } from 'node:crypto';
import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { LedgerEntry } from '../../pipeline/ledger';
import { inSeconds } from '../../pipeline/upload-record';

export interface Swept {
  /** Uploads that are open. */
  readonly open: number;
  readonly started: number;
  /** Uploads whose execution still runs. */
  readonly running: number;
  /** Uploads that are refused as GaveUp. */
  readonly gaveUp: number;
  /** Some of the open ones. */
  readonly keys: readonly string[];
}

export interface StartOptions {
  readonly sfn: SFNClient;
  readonly stateMachine: string;
  readonly bucket: string;
  readonly entries: readonly LedgerEntry[];
}

const ATTEMPTS = 3;
const MAX_KEYS = 20;

/** Starts an execution for each open upload. Its name says for which state of the key and which attempt, so that two sweeps start one. */
export async function startOpen(options: StartOptions): Promise<Swept> {
  const counts = { started: 0, running: 0, gaveUp: 0 };
  for (const entry of options.entries) counts[await startOne(entry, options)]++;
  return { open: options.entries.length, ...counts, keys: options.entries.slice(0, MAX_KEYS).map(({ key }) => key) };
}

async function startOne(entry: LedgerEntry, { sfn, stateMachine, bucket }: StartOptions): Promise<'started' | 'running' | 'gaveUp'> {
  for (let attempt = 1; attempt <= ATTEMPTS + 1; attempt++) {
    const giveUp = attempt > ATTEMPTS;
    const input = { detail: { bucket: { name: bucket }, object: { key: entry.key } }, ...(giveUp && { giveUp }), sweep: { attempt } };
    const name = nameOf(entry, attempt);
    if (await start(sfn, stateMachine, name, JSON.stringify(input))) return giveUp ? 'gaveUp' : 'started';
    if (await isRunning(sfn, stateMachine, name)) return 'running';
  }
  return 'gaveUp';
}

function nameOf({ key, listed, record, open }: LedgerEntry, attempt: number): string {
  const modified = listed ? inSeconds(listed.lastModified) : '';
  const state = JSON.stringify([key, listed?.etag ?? '', modified, open === 'rules' ? (record?.rules ?? '') : '']);
  return `sweep-${createHash('sha256').update(state).digest('hex').slice(0, 32)}-${attempt}`;
}

/** False where an execution of this name was started before. */
async function start(sfn: SFNClient, stateMachineArn: string, name: string, input: string): Promise<boolean> {
  try {
    const { startDate } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    // The same name and input while it runs answers with the running execution.
    return startDate === undefined || Date.now() - startDate.getTime() < 60_000;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return false;
    throw error;
  }
}

async function isRunning(sfn: SFNClient, stateMachineArn: string, name: string): Promise<boolean> {
  const [machine] = /^([^:]*:){6}[^:]*/.exec(stateMachineArn) ?? [''];
  const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  return status === 'RUNNING' || status === 'PENDING_REDRIVE';
}
