import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type DetailedEvent,
  type ExecutionDescription,
  type HistoryEvent,
  type Reads,
  UnknownPage,
} from '../../dashboard/executions/reads';

export const BUCKET = 'orders-pipeline-test';

export interface FakeReads extends Reads {
  /** In the order in which they started. */
  readonly executions: ExecutionDescription[];
  readonly objects: Map<string, string>;
  /** When an object was written, where it matters. */
  readonly modified: Map<string, Date>;
  readonly histories: Map<string, readonly HistoryEvent[]>;
  /** What went in and out, where it matters, by execution and event. */
  readonly data: Map<string, Partial<DetailedEvent>>;
  /** What `readDefinition` gives. @default none */
  definition: string | undefined;
  /** The name of every read, in order. */
  readonly calls: string[];
  /** Adds an execution, with its manifest where it has one. */
  add(execution: Partial<ExecutionDescription> & { readonly name: string }, manifest?: object): void;
}

/** AWS as the dashboard reads it, in memory. */
export function createFakeReads(): FakeReads {
  const executions: ExecutionDescription[] = [];
  const objects = new Map<string, string>();
  const modified = new Map<string, Date>();
  const histories = new Map<string, readonly HistoryEvent[]>();
  const data = new Map<string, Partial<DetailedEvent>>();
  const calls: string[] = [];
  return {
    data,
    definition: undefined,
    executions,
    objects,
    modified,
    histories,
    calls,
    add(execution, manifest) {
      const at = new Date(Date.UTC(2026, 10, 22, 19, executions.length));
      const status = execution.status ?? 'SUCCEEDED';
      executions.push({
        status,
        startedAt: at,
        stoppedAt: status === 'RUNNING' ? null : new Date(at.getTime() + 2500),
        input: JSON.stringify({ detail: { bucket: { name: BUCKET }, object: { key: 'raw/orders.csv' } } }),
        output: null,
        error: null,
        cause: null,
        ...execution,
      });
      if (manifest) objects.set(`runs/${execution.name}.json`, JSON.stringify(manifest));
    },
    async listExecutions({ limit, onlySucceeded, token = '0' }) {
      calls.push('listExecutions');
      if (!/^\d+$/.test(token)) throw new UnknownPage(token);
      const all = executions.toReversed().filter(({ status }) => !onlySucceeded || status === 'SUCCEEDED');
      const start = Number(token);
      const end = start + limit;
      return { executions: all.slice(start, end), nextToken: end < all.length ? String(end) : undefined };
    },
    async describeExecution(name) {
      calls.push('describeExecution');
      return executions.find(execution => execution.name === name);
    },
    async readHistory(name, limit) {
      calls.push('readHistory');
      return histories.get(name)?.slice(0, limit);
    },
    async readDetails(name, limit) {
      calls.push('readDetails');
      const none = { input: null, output: null, error: null, cause: null };
      return histories
        .get(name)
        ?.slice(0, limit)
        .map(event => ({ ...event, ...none, ...data.get(`${name} ${event.id}`) }));
    },
    async readDefinition() {
      calls.push('readDefinition');
      return this.definition;
    },
    async openObject(key) {
      calls.push(`openObject ${key}`);
      const text = objects.get(key);
      return text === undefined ? undefined : Readable.from([Buffer.from(text)]);
    },
    async listKeys({ prefix, limit, token = '' }) {
      calls.push(`listKeys ${prefix}`);
      const keys = [...objects.keys()].filter(key => key.startsWith(prefix) && key > token).sort();
      const found = keys.slice(0, limit).map(key => {
        const text = objects.get(key) ?? '';
        return {
          key,
          etag: createHash('md5').update(text).digest('hex'),
          size: Buffer.byteLength(text),
          lastModified: modified.get(key) ?? new Date(0),
        };
      });
      return { objects: found, nextToken: keys.length > limit ? found.at(-1)?.key : undefined };
    },
  };
}

export interface FakeResult {
  readonly id: string;
  readonly title: string;
  /** The text of the result file. */
  readonly csv: string;
}

/** A manifest as the state machine writes it, with the result files that it names put into the store. */
export function publish({ objects }: FakeReads, name: string, results: readonly FakeResult[], more: object = {}): object {
  for (const { id, csv } of results) objects.set(`enriched/${name}-${id}.csv`, csv);
  return {
    version: 1,
    execution: name,
    outcome: 'Succeeded',
    startedAt: '2026-11-22T19:00:00.000Z',
    upload: { bucket: BUCKET, key: 'raw/orders.csv', etag: '9b2cf535f27731c974343645a3985328', size: 7915, sequencer: null, at: null },
    asOf: '2026-11-22',
    filter: {
      outcome: 'Written',
      read: 200,
      kept: 109,
      dropped: 88,
      quarantined: 3,
      rules: { 'bad-amount': 2, 'field-count': 1 },
      examples: [
        { line: 17, column: 'Amount', rule: 'bad-amount' },
        { line: 60, column: '', rule: 'field-count' },
      ],
      lineBreaksReplaced: 0,
      extraColumns: ['Channel'],
      processedKey: 'processed/filtered_orders.csv',
      quarantineKey: 'quarantine/quarantined_orders.csv',
      settings: { dropStatuses: ['pending', 'cancelled'], dropAfterDays: 30, maxBadShare: 0.5 },
    },
    crawl: { status: 'SUCCEEDED', startedAt: '2026-11-22T19:00:01.000Z', looks: 3, startedHere: true },
    queries: results.map(({ id, title }) => ({
      id,
      title,
      state: 'SUCCEEDED',
      executionId: `${name}-${id}`,
      location: `s3://${BUCKET}/enriched/${name}-${id}.csv`,
      bytesScanned: 4335,
      milliseconds: 812,
      error: null,
      cause: null,
    })),
    error: null,
    ...more,
  };
}

/** A result file as Athena writes it: every field quoted, NULL as nothing. */
export function athenaCsv(rows: readonly (readonly (string | null)[])[]): string {
  return rows.map(row => `${row.map(cell => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\n`).join('');
}
