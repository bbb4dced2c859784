import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Of this process and those that it started, as Linux tells it; other systems tell nothing. */
export interface Usage {
  readonly megabytes: number;
  readonly openFiles: number;
  /** Of the processor, of those that have ended too. */
  readonly cpuSeconds: number;
}

/** Linux counts a process's time in ticks, 100 a second on every processor that Node runs on. */
const TICKS = 100;

export function usage(): Usage {
  const pids = family(process.pid);
  const kilobytes = pids.map(pid => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0));
  const files = pids.map(pid => list(`/proc/${pid}/fd`).filter(name => link(`/proc/${pid}/fd/${name}`).startsWith('/')).length);
  return { megabytes: sum(kilobytes) / 1024, openFiles: sum(files), cpuSeconds: sum(pids.flatMap(ticks)) / TICKS };
}

/** In user and in system mode: its own, and of its children that have ended. The command's name, in brackets, may hold blanks. */
function ticks(pid: number): number[] {
  return read(`/proc/${pid}/stat`).replace(/^.*\)/s, '').split(' ').slice(12, 16).map(Number);
}

function family(pid: number): number[] {
  const children = list(`/proc/${pid}/task`).flatMap(task => read(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean));
  return [pid, ...children.flatMap(child => family(Number(child)))];
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
