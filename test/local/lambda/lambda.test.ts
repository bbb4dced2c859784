import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { type Endpoint, openEndpoint } from '../../../local/endpoint/server';
import { clientSettings, functionArn } from '../../../local/identity';
import { createLambda } from '../../../local/lambda/lambda';

describe('Lambda on the laptop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-'));
  const definition = {
    entry: join(__dirname, 'handlers/example.ts'),
    environment: { COLOUR: 'red' },
    logFile: join(folder, 'example.log'),
  };
  let endpoint: Endpoint;
  let client: LambdaClient;

  beforeAll(async () => {
    endpoint = await openEndpoint(0);
    const functions = [
      { ...definition, name: 'Example', timeout: 20 },
      { ...definition, name: 'Impatient', timeout: 1 },
    ];
    endpoint.serve([createLambda({ functions, region: 'us-east-1', account: '000000000000' })]);
    client = new LambdaClient(clientSettings(endpoint.url));
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
    rmSync(folder, { recursive: true });
  });

  const invoke = async (event: object, name = 'Example') => {
    const { Payload, FunctionError, StatusCode } = await client.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
    );
    return { StatusCode, FunctionError, payload: JSON.parse(Payload?.transformToString() ?? 'null') };
  };

  it.each(['Example', functionArn('Example'), `${functionArn('Example')}:live`])('answers what the handler of %s answers', async name => {
    expect(await invoke({ do: 'answer', value: [1] }, name)).toEqual({
      StatusCode: 200,
      FunctionError: undefined,
      payload: { value: [1], function: 'Example', colour: 'red' },
    });
  });

  it('gives an error by its name', async () => {
    expect(await invoke({ do: 'throw' })).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'EmptyFile', errorMessage: 'expected "this", got that', trace: expect.any(Array) },
    });
  });

  it('gives a crash as an error, and answers the next time', async () => {
    expect(await invoke({ do: 'exit' })).toMatchObject({ FunctionError: 'Unhandled', payload: { errorType: 'Runtime.ExitError' } });
    expect(await invoke({ do: 'answer' })).toMatchObject({ FunctionError: undefined });
  });

  it('ends a handler that takes too long', async () => {
    expect(await invoke({ do: 'wait' }, 'Impatient')).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('Task timed out after 1.00 seconds') },
    });
  });

  it('runs invocations at once in sandboxes of their own', async () => {
    const answers = await Promise.all([1, 2, 3].map(value => invoke({ do: 'answer', value })));
    expect(answers.map(({ payload }) => payload.value)).toEqual([1, 2, 3]);
  });

  it('refuses a function that is not there', async () => {
    await expect(invoke({}, 'Nobody')).rejects.toThrow(ResourceNotFoundException);
  });
});
