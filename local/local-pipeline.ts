import { join, resolve } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createAthena } from 'local-aws/athena';
import { createClockService, openClock } from 'local-aws/clock';
import { type Damage, ownFolder } from 'local-aws/data-folder';
import { messageOf, openEndpoint, type Service } from 'local-aws/endpoint';
import { createEventBus, createEventsService, executionName, type Rule, s3ObjectCreated, s3ObjectDeleted } from 'local-aws/eventbridge';
import { type FaultFile, type Faults, injectFaults } from 'local-aws/faults';
import { createGlue } from 'local-aws/glue';
import { clientEnvironment, clientSettings, stateMachineArn } from 'local-aws/identity';
import { createLambda } from 'local-aws/lambda';
import { forgetOld, keepForgetting } from 'local-aws/retention';
import { createS3 } from 'local-aws/s3';
import { createStepFunctions, createTasks, executionEnded, startForEvent } from 'local-aws/stepfunctions';
import { createSts } from 'local-aws/sts';
import type { PipelineSettings } from '../pipeline/definition';
import { namesFor } from '../pipeline/names';
import { FILTER_TIMEOUT, filterEnvironment, RULES } from '../pipeline/rules';
import { uploadPattern } from '../pipeline/upload-rule';
import { LOCAL_BUCKET } from './bucket';
import { catchUp } from './catch-up';
import { createCleanService } from './clean-service';
import { currentDefinition, keepDefinition } from './definition';
import { endRule } from './end-rule';
import { provision } from './provision';
import { RETENTION, type Retention, retentionRules } from './retention';
import { startAgainWithRoom } from './start-again';

/** The function and the query engine run in processes of their own, which have to be able to run TypeScript too. */
const LOADER = ['--require', join(__dirname, '../register.cjs')];

export interface LocalPipelineOptions {
  /** The data folder; one owner at a time. */
  readonly directory: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Else the project's own. */
  readonly queriesDirectory?: string;
  /** What a stage may declare. @default - a crawl and a set of queries for each upload, at once */
  readonly settings?: Partial<PipelineSettings>;
  /** Called with the ARN of each execution that an upload starts. */
  readonly onExecution?: (executionArn: string) => void;
  /** Called with what fails outside of a request: an invalid query file, an event that could not be delivered. */
  readonly onProblem?: (message: string) => void;
  /** Wraps every service, so that a test can see what is asked of it. */
  readonly wrap?: (service: Service) => Service;
  /** What is to go wrong. */
  readonly faults?: FaultFile | undefined;
  /** Whether the clock can be moved at `/_clock`. */
  readonly movableClock?: boolean;
  /** How long the data folder keeps what is not needed any more. */
  readonly retention?: Retention | undefined;
  /** How many queries may be queued or run at a time. By default AWS's quota. */
  readonly activeQueries?: number | undefined;
  /** Starts nothing by itself: no execution, no refresh, no forgetting. */
  readonly isIdle?: boolean;
}

export interface LocalPipeline {
  readonly url: string;
  readonly bucket: string;
  readonly stateMachineArn: string;
  /** What is to go wrong from now on. */
  readonly faults: Pick<Faults, 'add' | 'clear' | 'left'>;
  /** The time as every service sees it; a test may have moved it. */
  readonly now: () => Date;
  close(): Promise<void>;
}

/**
 * Local AWS with the pipeline in it: what `infra/` deploys, made from the same declarations.
 * Rejects with `EADDRINUSE`, `FolderOwnedError` or `QueryFileError`.
 */
export async function startLocalPipeline(options: LocalPipelineOptions): Promise<LocalPipeline> {
  const { port, queriesDirectory, onExecution = () => {}, onProblem = () => {}, wrap = service => service } = options;
  const directory = resolve(options.directory);
  const names = namesFor('prod');
  const bucket = LOCAL_BUCKET;
  const machine = stateMachineArn(names.stateMachine);
  const settings: PipelineSettings = { rules: RULES, currency: '', crawl: 'always', together: 0, format: 'csv', ...options.settings };
  const { format } = settings;
  const environment = filterEnvironment(settings.rules, undefined, format);
  const readDefinition = () => currentDefinition({ names, bucket, settings, queriesDirectory });
  const definition = readDefinition();

  const onDamage = ({ message }: Damage) => onProblem(message);

  const undo: (() => unknown)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const endpoint = await openEndpoint(port);
    undo.push(() => endpoint.close());
    // Given up last of all: services write until they are closed.
    undo.unshift(ownFolder(directory));
    const clock = openClock(join(directory, 'clock.json'), { onDamage, onProblem, keepsMoves: options.movableClock === true });
    const now = () => new Date(clock.now());
    undo.push(() => clock.close());
    const faults = injectFaults(options.faults ?? { faults: [] }, { clock, onFault: onProblem });
    undo.push(() => faults.close());
    const sfn = new SFNClient(clientSettings(endpoint.url));
    undo.push(() => sfn.destroy());

    const started = gate();
    const rule: Rule = {
      name: names.uploadRule,
      pattern: uploadPattern(bucket),
      deliver: async event => {
        await started.opened;
        lambda.expectInvocation(names.function);
        athena.expectQueries();
        onExecution(await startForEvent(sfn, machine, executionName(event, rule), event));
      },
    };
    const client = new S3Client(clientSettings(endpoint.url));
    undo.push(() => client.destroy());
    const closed = new AbortController();
    undo.push(() => closed.abort());
    const ofEnds = endRule({
      name: names.endRule,
      stateMachine: machine,
      bucket,
      s3: client,
      ready: started.opened,
      onEnd: startAgainWithRoom({ sfn, directory, clock, closed: closed.signal, onExecution }),
    });
    const bus = await createEventBus({
      directory: join(directory, 'eventbridge'),
      rules: [rule, ofEnds],
      now,
      onDamage,
      onDeadLetter: letter => onProblem(`the event ${letter.event.id} could not be delivered: ${letter.errorCode}: ${letter.errorMessage}`),
    });
    undo.push(() => bus.close());
    undo.push(() => started.shut(new Error('local AWS is stopping')));

    const send = faults.delivery(bus.put);
    const s3 = await createS3({
      directory: join(directory, 's3'),
      onCreated: created => send(s3ObjectCreated(created)),
      onDeleted: deleted => send(s3ObjectDeleted(deleted)),
      now,
      onDamage,
    });
    const glue = await createGlue({ directory: join(directory, 'glue'), objects: s3, clock, nextCrawl: faults.nextCrawl, onDamage });
    const athena = await createAthena({
      directory: join(directory, 'athena'),
      objects: s3,
      catalog: glue,
      engine: { execArgv: LOADER },
      now,
      clock,
      nextQuery: faults.nextQuery,
      ...(options.activeQueries !== undefined && { activeQueries: options.activeQueries }),
      onDamage,
    });
    const stepFunctions = await createStepFunctions({
      directory: join(directory, 'stepfunctions'),
      tasks: createTasks({ endpoint: endpoint.url, queryEnded: athena.queryEnded }),
      clock,
      onDamage,
      onEnded: end => send(executionEnded(end)),
    });
    const lambdaOf = (name: string, entry: string) => ({
      name,
      entry: join(__dirname, '../steps', entry),
      execArgv: LOADER,
      environment: { ...environment, ...clientEnvironment(endpoint.url) },
      timeout: FILTER_TIMEOUT,
      logFile: join(directory, 'logs', `${name}.log`),
    });
    const functions = [
      lambdaOf(names.function, 'filter-orders/filter-orders.lambda.ts'),
      // Called once a day, or on request.
      { ...lambdaOf(names.sweepFunction, 'sweep-uploads/sweep-uploads.lambda.ts'), staysWarm: false },
    ];
    const lambda = createLambda(functions, { nextInvocation: faults.nextInvocation, clock });
    const refresh = keepDefinition({
      sfn,
      name: names.stateMachine,
      definition,
      read: readDefinition,
      onProblem: error => onProblem(messageOf(error)),
    });
    const services = [s3, glue, athena, beforeStart(stepFunctions, refresh), lambda, createEventsService(bus), createSts()];
    const { retention = RETENTION } = options;
    const forget = (settings: Retention) => forgetOld({ s3, athena, stepFunctions, bus, lambda }, retentionRules(client, bucket, settings));
    const ofTests = options.movableClock ? [createClockService(clock)] : [];
    faults.checkFunctions(functions.map(({ name }) => name));
    endpoint.serve([...services.map(faults.service).map(wrap), createCleanService(retention, forget), ...ofTests]);
    const pipeline = { url: endpoint.url, bucket, stateMachineArn: machine, faults, now, close };
    if (options.isIdle) return pipeline;

    await provision({ endpoint: endpoint.url, names, bucket, format, definition });
    started.open();
    undo.push(await catchUp({ s3: client, sfn, stepFunctions, bucket, stateMachine: machine, environment, clock, onExecution }));
    undo.push(
      keepForgetting(
        () => forget(retention),
        error => onProblem(messageOf(error)),
      ),
    );
    return pipeline;
  } catch (error) {
    await close();
    throw error;
  }
}

/** What waits at a gate goes on when it is opened, and fails when it is shut for good. */
function gate() {
  let open = () => {};
  let shut = (_reason: Error) => {};
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    shut = reject;
  });
  opened.catch(() => undefined);
  return { opened, open, shut };
}

/** An execution always runs the queries that are in `queries/` at that moment. */
function beforeStart(stepFunctions: Service, refresh: () => Promise<void>): Service {
  return {
    name: stepFunctions.name,
    close: async () => stepFunctions.close?.(),
    async handle(request, response) {
      if (request.headers['x-amz-target'] === 'AWSStepFunctions.StartExecution') await refresh();
      return stepFunctions.handle(request, response);
    },
  };
}
