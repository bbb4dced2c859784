import { createServer, type Server } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { CheckFile } from '../pipeline/checked';
import type { RulesFor } from '../pipeline/ledger';
import { loadQueries, type QueryInfo } from '../queries/load';
import { createAwsActions } from './actions/actions';
import { createApp } from './app';
import { createAwsReads } from './executions/aws-reads';
import { createExecutions } from './executions/executions';
import { FOLDERS } from './folders';
import { type Log, SILENT } from './log';
import { createConsole } from './pages/console';
import { parseSettings } from './settings';
import { loadPassword } from './sign-in/password';
import { createSessions } from './sign-in/session';
import { createSend } from './uploading/send';
import { createSpool } from './uploading/spool';

export interface Dashboard {
  /** For example `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Lets requests under way end, for five seconds at most. */
  close(): Promise<void>;
}

export interface DashboardOptions {
  readonly log?: Log;
  /** @default clients as the SDK configures them from the process's own environment */
  readonly sfn?: SFNClient;
  readonly s3?: S3Client;
  /** Loads what says what the pipeline would make of a file; called where people may upload. @default none: its execution says so */
  readonly loadCheck?: () => CheckFile | undefined;
  /** Loads what says by which rules an upload must be read today. @default not known */
  readonly loadRulesFor?: () => RulesFor | undefined;
  /** @default this machine's clock */
  readonly now?: () => Date;
}

/**
 * A load balancer sends its next request on a connection that it keeps for 60 seconds. If the server closes it sooner, as Node does by default after 5,
 * the client sometimes gets a 502.
 */
const KEEP_ALIVE_MS = 65_000;

/** Enough for a request of a few kilobytes; a client that sends single bytes cannot hold a connection for longer. */
const REQUEST_MS = 30_000;
/** A large file over a slow line. */
const UPLOAD_MS = 2 * 3_600_000;

/**
 * Starts the dashboard from environment variables (docs/dashboard.md lists them) and resolves when it listens.
 * Throws `InvalidSettings`; a port that is taken rejects with the system's `EADDRINUSE`.
 */
export async function startDashboard(
  env: Readonly<Record<string, string | undefined>>,
  {
    log = SILENT,
    sfn = new SFNClient({}),
    s3 = new S3Client({}),
    loadCheck = () => undefined,
    loadRulesFor = () => undefined,
    now = () => new Date(),
  }: DashboardOptions = {},
): Promise<Dashboard> {
  const {
    PORT,
    HOST,
    STATE_MACHINE_ARN,
    BUCKET,
    SIGN_IN_SECRET_ARN,
    CLIENT_ADDRESS_HEADER,
    ACTIONS,
    UPLOADS,
    MAX_UPLOAD_BYTES,
    RAW_DAYS,
    BYTES_CUTOFF,
    IN_AWS,
  } = parseSettings(env);
  const spool = UPLOADS === 'on' ? createSpool() : undefined;
  const aws = { sfn, s3, stateMachineArn: STATE_MACHINE_ARN, bucket: BUCKET };
  const reads = createAwsReads(aws);
  const app = createApp({
    runs: createExecutions({ reads, bucket: BUCKET, now: () => now().getTime() }),
    queries: keptFor(QUERIES_MS, () => readQueries(log)),
    bucket: BUCKET,
    log,
    sessions: SIGN_IN_SECRET_ARN === undefined ? undefined : createSessions(await loadPassword(SIGN_IN_SECRET_ARN)),
    clientAddressHeader: CLIENT_ADDRESS_HEADER,
    actions: ACTIONS === 'on' ? createAwsActions(aws) : undefined,
    uploading: spool && { send: createSend(s3, BUCKET), check: loadCheck(), spool, limit: MAX_UPLOAD_BYTES },
    rawDays: RAW_DAYS ?? null,
    rulesFor: loadRulesFor() ?? null,
    bytesCutoff: BYTES_CUTOFF,
    console: IN_AWS === 'on' ? createConsole(STATE_MACHINE_ARN, BUCKET) : null,
    loopbackOnly: HOST === '127.0.0.1' || HOST === '::1' || HOST === 'localhost',
    now,
  });
  const requestTimeout = spool ? UPLOAD_MS : REQUEST_MS;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout, headersTimeout: REQUEST_MS }, app);
  await listen(server, PORT, HOST);
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : PORT;
  return {
    url: `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`,
    close: () => Promise.all([close(server), spool?.close()]).then(() => undefined),
  };
}

/** A wrong query file removes the charts, not the results, which are already in S3. */
function readQueries(log: Log): readonly QueryInfo[] {
  try {
    return loadQueries(FOLDERS.queries);
  } catch (error) {
    log.error({ error }, 'query files could not be read');
    return [];
  }
}

/** How long query files are cached: a new file is seen after that (milliseconds). */
const QUERIES_MS = 300;

function keptFor<T>(milliseconds: number, read: () => T): () => T {
  let kept: { readonly value: T; readonly until: number } | undefined;
  return () => {
    if (!kept || performance.now() >= kept.until) kept = { value: read(), until: performance.now() + milliseconds };
    return kept.value;
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const GRACE_MS = 5000;

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  server.closeIdleConnections();
  const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(grace);
}
