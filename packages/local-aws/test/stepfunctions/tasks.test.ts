import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { jsonService } from '../../endpoint/json-protocol';
import { type Endpoint, openEndpoint } from '../../endpoint/server';
import type { Service } from '../../endpoint/service';
import { createGlue } from '../../glue/glue';
import { functionArn } from '../../identity';
import { createLambda } from '../../lambda/lambda';
import { createS3 } from '../../s3/s3';
import { createTasks } from '../../stepfunctions/tasks';
import type { TaskRunner } from '../../stepfunctions/tasks/task-runner';
import { LOADER } from '../support/loader';
import { INVOKE, inOrder, type LocalStepFunctions, startStepFunctions } from './local-step-functions';

const SDK = 'arn:aws:states:::aws-sdk';
const ATHENA = 'arn:aws:states:::athena:startQueryExecution';

let folder: string;
let endpoint: Endpoint;
let foreignEndpoint: Endpoint;
let tasks: TaskRunner;
let local: LocalStepFunctions;
/** Tells `stop` with the id of a query that is stopped. */
const queries = new EventEmitter();
/** Until then no start of a query is answered. */
let gate = Promise.resolve();
/** A function in another language, as far as one can see from outside. */
let foreign: LocalStepFunctions;
let payload = '';
let asked = '';
const foreignFunction: Service = {
  name: 'lambda',
  async handle(request, response) {
    asked = await text(request);
    response.end(payload);
  },
};
const queryId = z.object({ QueryExecutionId: z.string() });

/** Queries that succeed, fail or go on for ever, as their SQL says. */
const athena = jsonService({
  name: 'athena',
  target: 'AmazonAthena',
  version: '1.1',
  operations: {
    async StartQueryExecution(request) {
      const { QueryString } = z.object({ QueryString: z.string() }).parse(request);
      await gate;
      return { QueryExecutionId: QueryString };
    },
    GetQueryExecution(request) {
      const { QueryExecutionId } = queryId.parse(request);
      return { QueryExecution: { QueryExecutionId, Status: { State: QueryExecutionId, SubmissionDateTime: 1_736_933_400 } } };
    },
    StopQueryExecution(request) {
      queries.emit('stop', queryId.parse(request).QueryExecutionId);
      return {};
    },
  },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'step-functions-tasks-'));
  endpoint = await openEndpoint(0);
  const s3 = await createS3({ directory: join(folder, 's3'), onCreated: async () => {} });
  await s3.createBucket('orders');
  const entry = join(__dirname, '../lambda/handlers/example.ts');
  const functions = [
    { entry, environment: { COLOUR: 'red' }, execArgv: LOADER, logFile: join(folder, 'log'), name: 'Example', timeout: 20 },
  ];
  endpoint.serve([athena, s3, await createGlue({ directory: join(folder, 'glue'), objects: s3 }), createLambda(functions)]);
  tasks = createTasks({ endpoint: endpoint.url });
  local = await startStepFunctions({ tasks });
  foreignEndpoint = await openEndpoint(0);
  foreignEndpoint.serve([foreignFunction]);
  foreign = await startStepFunctions({ tasks: createTasks({ endpoint: foreignEndpoint.url }) });
});
afterAll(async () => {
  await Promise.all([local.close(), foreign.close()]);
  await Promise.all([endpoint.close(), foreignEndpoint.close()]);
  await rm(folder, { recursive: true });
});

const run = (Resource: string, Arguments: unknown, more: object = {}) =>
  local.run(inOrder(['T', { Type: 'Task', Resource, Arguments, ...more }]));
const put = (Key: string, Body: unknown) => run(`${SDK}:s3:putObject`, { Bucket: 'orders', Key, Body });

describe('a task gives', () => {
  it.each([functionArn('Example'), 'Example'])("a function's answer, with what is around it, for %s", async FunctionName => {
    const { output } = await run(INVOKE, { FunctionName, Payload: { do: 'answer', value: 1 } });
    expect(output).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { value: 1, function: 'Example', colour: 'red' },
      SdkHttpMetadata: {
        AllHttpHeaders: expect.objectContaining({ 'Content-Type': ['application/json'], 'X-Amz-Executed-Version': ['$LATEST'] }),
        HttpHeaders: expect.objectContaining({ 'Content-Type': 'application/json', 'x-amzn-RequestId': expect.any(String) }),
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: expect.any(String) },
      StatusCode: 200,
    });
  });

  it("a function's answer alone where the resource is the function", async () => {
    const { output, events } = await run(functionArn('Example'), { do: 'answer', value: 2 });
    expect(output).toMatchObject({ value: 2 });
    expect(events.map(({ type }) => type).slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
  });

  it.each([
    ['as it was written, but for blanks', '{ "n": 1.0, "t": [ "a \\" b" ] }\n', '{"n":1.0,"t":["a \\" b"]}'],
    ['as a text when it is no JSON', 'done', '"done"'],
    ['as an empty object when it is nothing', '', '{}'],
  ])("a function's answer %s", async (_name, answer, output) => {
    payload = answer;
    const stateMachineArn = await foreign.create(inOrder(['T', { Type: 'Task', Resource: functionArn('Foreign') }]));
    const { executionArn = '' } = await foreign.client.send(new StartExecutionCommand({ stateMachineArn, input: '{"n":1.0}' }));
    const { events } = await foreign.finish(executionArn);
    expect(events[4]?.lambdaFunctionSucceededEventDetails?.output).toBe(output);
    expect(asked).toBe('{"n":1.0}');
    const integrated = await foreign.run(inOrder(['T', { Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'Foreign' } }]));
    expect(integrated.events[4]?.taskSucceededEventDetails?.output).toContain(`"Payload":${output},`);
  });

  it.each([
    ['a value as its JSON', { a: [1] }, '{"a":[1]}'],
    ['a text that is JSON as it is', '{"a": 1}', '{"a": 1}'],
    ['any other text in quotes', 'a "b"', '"a \\"b\\""'],
    ['nothing for null', null, ''],
  ])('what it was to give: a function gets %s', async (_name, Payload, expected) => {
    await foreign.run(inOrder(['T', { Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'Foreign', Payload } }]));
    expect(asked).toBe(expected);
  });

  it('JSON where the service wants a text', async () => {
    const key = { year: 2025 };
    const { status } = await run(`${SDK}:s3:putObject`, { Bucket: 'orders', Key: key, Body: 'x' });
    expect(status).toBe('SUCCEEDED');
    expect((await run(`${SDK}:s3:headObject`, { Bucket: 'orders', Key: '{"year":2025}' })).status).toBe('SUCCEEDED');
  });

  it.each([
    ['text', 'a,b\n', '"a,b\\n"'],
    ['an object', { a: [1] }, '{"a":[1]}'],
  ])('an object that another wrote from %s as JSON', async (_name, body, json) => {
    expect((await put('key', body)).status).toBe('SUCCEEDED');
    const { output } = await run(`${SDK}:s3:getObject`, { Bucket: 'orders', Key: 'key' });
    expect(output).toMatchObject({ Body: json, ContentLength: json.length, ContentType: 'text/plain; charset=UTF-8' });
    expect(output).not.toHaveProperty('ChecksumCRC32');
  });

  it('lists, with times in ISO 8601', async () => {
    await put('list/a', 'x');
    const { output } = await run(`${SDK}:s3:listObjectsV2`, { Bucket: 'orders', Prefix: 'list/' });
    expect(output).toMatchObject({
      KeyCount: 1,
      Contents: [{ Key: 'list/a', Size: 3, LastModified: expect.stringMatching(/^\d{4}-.*Z$/) }],
    });
  });

  it('a query that has ended, with times in milliseconds', async () => {
    const { output, events } = await run(`${ATHENA}.sync`, { QueryString: 'SUCCEEDED' });
    expect(output).toMatchObject({ QueryExecution: { Status: { State: 'SUCCEEDED', SubmissionDateTime: 1_736_933_400_000 } } });
    expect(events.map(({ type }) => type).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
  });

  it('a query that has begun', async () => {
    expect((await run(ATHENA, { QueryString: 'RUNNING' })).output).toMatchObject({ QueryExecutionId: 'RUNNING' });
  });
});

describe('a task fails with', () => {
  test.each<[string, string, unknown, string | RegExp]>([
    [`${SDK}:s3:getObject`, 'S3.NoSuchKeyException', { Bucket: 'orders', Key: 'nothing' }, /\(Service: S3, Status Code: 404, Request ID: /],
    [`${SDK}:s3:headObject`, 'S3.NoSuchKeyException', { Bucket: 'orders', Key: 'nothing' }, /Status Code: 404/],
    [`${SDK}:s3:listObjectsV2`, 'S3.NoSuchBucketException', { Bucket: 'no-such-bucket' }, /Status Code: 404/],
    [
      `${SDK}:glue:getCrawler`,
      'Glue.EntityNotFoundException',
      { Name: 'missing' },
      /\(Service: Glue, Status Code: 400, Request ID: [\w-]+\)$/,
    ],
    [`${ATHENA}.sync`, 'States.TaskFailed', { QueryString: 'FAILED' }, /"State":"FAILED"/],
    [INVOKE, 'Lambda.ResourceNotFoundException', { FunctionName: 'Nobody' }, /Service: AWSLambda; Status Code: 404/],
    [INVOKE, 'EmptyFile', { FunctionName: 'Example', Payload: { do: 'throw' } }, /"errorMessage":"expected/],
  ])('%s: %s', async (resource, error, args, cause) => {
    expect(await run(resource, args)).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
  });
});

it.each([
  ['has been answered', false],
  ['is answered only then', true],
])('stops the query of a task that has timed out when its start %s', async (_name, isLate) => {
  let open = () => {};
  if (isLate) gate = new Promise(resolve => (open = resolve));
  const stop = once(queries, 'stop');
  const result = await run(`${ATHENA}.sync`, { QueryString: 'RUNNING' }, { TimeoutSeconds: 5 });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  open();
  expect(await stop).toEqual(['RUNNING']);
});
