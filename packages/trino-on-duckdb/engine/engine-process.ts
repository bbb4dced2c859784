import { trinoErrorOf } from './duckdb-error';
import type { FromEngine, ToEngine } from './messages';
import { runJob } from './run-job';

/** The process that runs statements. It holds DuckDB, so that DuckDB's threads, memory and crashes do not affect local AWS. */
const running = new Map<string, AbortController>();

process.on('message', (message: ToEngine) => {
  if (message.kind === 'cancel') return running.get(message.id)?.abort();
  const controller = new AbortController();
  running.set(message.id, controller);
  run(message, controller.signal).finally(() => running.delete(message.id));
});
process.on('disconnect', () => process.exit());

async function run({ id, job }: Extract<ToEngine, { kind: 'run' }>, signal: AbortSignal): Promise<void> {
  try {
    send({ kind: 'succeeded', id, result: await runJob(job, signal) });
  } catch (error) {
    const { code, detail } = trinoErrorOf(error);
    send({ kind: 'failed', id, code, detail });
  }
}

function send(message: FromEngine): void {
  process.send?.(message);
}
