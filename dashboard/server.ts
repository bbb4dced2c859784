import { existsSync } from 'node:fs';
import { pino } from 'pino';
import type { CheckFile } from '../pipeline/checked';
import type { RulesFor } from '../pipeline/ledger';
import { CHECK_FILE } from './folders';
import { startDashboard } from './start';

const log = pino({ name: 'dashboard', serializers: { error: pino.stdSerializers.err } });

type Environment = Readonly<Record<string, string | undefined>>;

/** The filter's own reading, which is bundled beside the server: nothing here imports the filter. */
interface Reading {
  createCheck(environment: Environment): CheckFile;
  createRulesFor(environment: Environment): RulesFor;
}

const reading: Reading | undefined = existsSync(CHECK_FILE) ? require(CHECK_FILE) : undefined;

startDashboard(process.env, {
  log,
  loadCheck: () => reading?.createCheck(process.env),
  loadRulesFor: () => reading?.createRulesFor(process.env),
}).then(
  dashboard => {
    log.info({ url: dashboard.url }, 'listening');
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        log.info({ signal }, 'closing');
        dashboard.close();
      });
  },
  error => {
    log.fatal({ error }, 'could not start');
    process.exitCode = 1;
  },
);
