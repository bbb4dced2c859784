import { pino } from 'pino';
import { startDashboard } from './start';

const log = pino({ name: 'dashboard', serializers: { error: pino.stdSerializers.err } });

startDashboard(process.env, { log }).then(
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
