import { existsSync } from 'node:fs';
import { pino } from 'pino';
import type { CheckFile } from '../pipeline/checked';
import type { RulesFor } from '../pipeline/ledger';
import { CHECK_FILE } from './folders';
import { startDashboard } from './start';

const log = pino({ name: 'dashboard', serializers: { error: pino.stdSerializers.err } });

/** The filter's own reading, which is bundled beside the server: nothing here imports the filter. */
function loadCheck(): CheckFile | undefined {
  return existsSync(CHECK_FILE) ? require(CHECK_FILE).createCheck(process.env) : undefined;
}

function loadRulesFor(): RulesFor | undefined {
  return existsSync(CHECK_FILE) ? require(CHECK_FILE).createRulesFor(process.env) : undefined;
}

startDashboard(process.env, { log, loadCheck, loadRulesFor }).then(
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
