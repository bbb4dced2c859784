import { setFlagsFromString } from 'node:v8';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { readFaults } from 'local-aws/faults';
import { clientEnvironment } from 'local-aws/identity';
import { followInTurn } from '../commands/following/in-turn';
import { putFile } from '../commands/following/put-file';
import { followAndTell, tellInBrief } from '../commands/following/upload-and-follow';
import { resolveTarget, type Target } from '../commands/target/target';
import { terminal as openTerminal, type Terminal } from '../commands/terminal/terminal';
import { UsageError } from '../commands/terminal/usage-error';
import { startDashboard } from '../dashboard/start';
import { PREFIXES } from '../pipeline/prefixes';
import { filterEnvironment, RULES } from '../pipeline/rules';
import { createCheck, createRulesFor } from '../steps/filter-orders/check-upload';
import { readArguments, type StartArguments } from './arguments';
import { LOCAL_BUCKET } from './bucket';
import { EnvironmentError, type LocalEnvironment, readEnvironment, retentionOf, SHIPPED_SAMPLE } from './environment';
import { explain } from './explain';
import { startLocalPipeline } from './local-pipeline';
import { nodeNotice } from './node-version';
import { keepPages } from './pages';

/** `npm start`: AWS on this laptop, the pipeline in it, the dashboard beside it and, in an empty data folder, the sample. */
async function start(environment: LocalEnvironment, { faults, clock }: StartArguments, terminal: Terminal): Promise<void> {
  const { LOCAL_AWS_PORT: port, LOCAL_AWS_DIR: directory, PORT, SAMPLE, CRAWL: crawl, TOGETHER: together, FORMAT: format } = environment;
  const complain = (problem: string) => terminal.line(`✗ ${problem}`, 'red');
  const target = (): Target => resolveTarget({ bucket: LOCAL_BUCKET });
  const followed = followInTurn(
    // In a burst of uploads whole stories would lag behind for minutes.
    (arn, waited) => (waited ? tellInBrief : followAndTell)(arn, target(), terminal),
    error => complain(explain(error)),
  );
  const local = await startLocalPipeline({
    directory,
    port,
    settings: { crawl, together, format },
    onExecution: followed.add,
    onProblem: complain,
    movableClock: clock,
    retention: retentionOf(environment),
    activeQueries: environment.ACTIVE_QUERIES,
    faults: faults === undefined ? undefined : readFaults(faults),
  });
  // The dashboard and the commands read their endpoint as they do in AWS: from the environment.
  Object.assign(process.env, clientEnvironment(local.url));
  try {
    const settings = { STATE_MACHINE_ARN: local.stateMachineArn, BUCKET: local.bucket, ACTIONS: 'on', UPLOADS: 'on', IN_AWS: 'off' };
    const rules = filterEnvironment(RULES, undefined, format);
    const dashboard = await keepPages(
      port =>
        startDashboard(
          { PORT: String(port), ...settings },
          { loadCheck: () => createCheck(rules), loadRulesFor: () => createRulesFor(rules), now: local.now },
        ),
      PORT,
    );
    const isStopping = onceStopped(async () => {
      terminal.line('stopping; the data stays');
      const left = local.faults.left();
      if (left.length > 0) terminal.line(`faults that did not act as often as they were to: ${left.join(', ')}`);
      await dashboard.close();
      await local.close();
    });
    const notice = nodeNotice(process.versions.node);
    if (notice) terminal.line(notice, 'gray');
    terminal.line(`Orders Pipeline is ready after ${process.uptime().toFixed(1)} s`, 'bold');
    if (SAMPLE !== 'none' && (await isEmpty(target()))) {
      for (const [path, key] of samplesOf(SAMPLE)) {
        const next = followed.next();
        await uploadSample(path, key, target(), terminal);
        await next;
        if (isStopping()) return;
      }
    }
    terminal.line('');
    terminal.line(`Dashboard     ${dashboard.url}`, 'bold');
    terminal.line(`AWS endpoint  ${local.url}`, 'bold');
    terminal.line(`Data          ${directory}/ - upload more with \`npm run upload -- FILE.csv\`, stop with Ctrl-C`);
  } catch (error) {
    await local.close();
    throw error;
  }
}

async function isEmpty({ s3, bucket }: Target): Promise<boolean> {
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: PREFIXES.raw, MaxKeys: 1 }));
  return KeyCount === 0;
}

/** The shipped sample comes with a small Shopify export of a second shop; a sample of one's own comes alone. */
function samplesOf(sample: string): readonly (readonly [path: string, key: string])[] {
  const first = [sample, `${PREFIXES.raw}orders.csv`] as const;
  return sample === SHIPPED_SAMPLE ? [first, ['sample/shopify.csv', `${PREFIXES.raw}shop=online/shopify.csv`]] : [first];
}

async function uploadSample(path: string, key: string, { s3, bucket }: Target, terminal: Terminal): Promise<void> {
  terminal.line(`uploading ${path} to s3://${bucket}/${key}`);
  await putFile(s3, { bucket, key, path }).catch(error => {
    throw error instanceof UsageError ? new EnvironmentError(`SAMPLE: ${error.message}; SAMPLE=none starts without one`) : error;
  });
}

/** Ctrl-C (or a polite kill) stops in order; a second one at once. Returns a function that says whether that has begun. */
function onceStopped(stop: () => Promise<void>): () => boolean {
  let stopping = false;
  const onSignal = () => {
    if (stopping) process.exit(130);
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  if (process.env.npm_lifecycle_event !== undefined) onceOrphaned(onSignal);
  return () => stopping;
}

/** npm sends a signal to the shell between it and this process; the shell ends without passing it on. */
function onceOrphaned(tell: () => void): void {
  const { ppid: parent } = process;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    tell();
  }, 250);
  watch.unref();
}

/** Collects garbage when the heap has grown by a fifth. By default V8 waits until it has doubled or more, which a laptop's memory pays for. */
function growSlowly(): void {
  setFlagsFromString('--heap-growing-percent=20');
}

async function main(): Promise<void> {
  growSlowly();
  try {
    await start(readEnvironment(process.env), readArguments(process.argv.slice(2)), openTerminal());
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

main();
