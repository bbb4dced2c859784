import { answerJob } from './answer-job';
import { trinoErrorOf } from './duckdb-error';
import type { FromEngine, ToEngine } from './messages';

/** The process that answers statements: it holds DuckDB, so that its threads, its memory and its crashes are not the laptop's. */
const running = new Map<string, AbortController>();

process.on('message', (message: ToEngine) => {
  if (message.kind === 'cancel') return running.get(message.id)?.abort();
  const controller = new AbortController();
  running.set(message.id, controller);
  answer(message, controller.signal).finally(() => running.delete(message.id));
});
process.on('disconnect', () => process.exit());

async function answer({ id, job }: Extract<ToEngine, { kind: 'run' }>, signal: AbortSignal): Promise<void> {
  try {
    send({ kind: 'answered', id, answer: await answerJob(job, signal) });
  } catch (error) {
    const { code, detail } = trinoErrorOf(error);
    send({ kind: 'failed', id, code, detail });
  }
}

function send(message: FromEngine): void {
  process.send?.(message);
}
