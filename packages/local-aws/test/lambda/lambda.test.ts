import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { createClock } from '../../clock/clock';
import { type Endpoint, openEndpoint } from '../../endpoint/server';
import { clientSettings, functionArn } from '../../identity';
import { createLambda } from '../../lambda/lambda';
import { LOADER } from '../support/loader';

describe('local Lambda', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-'));
  const definition = {
    entry: join(__dirname, 'handlers/example.ts'),
    environment: { COLOUR: 'red' },
    execArgv: LOADER,
    logFile: join(folder, 'example.log'),
  };
  const clock = createClock();
  let endpoint: Endpoint;
  let client: LambdaClient;

  beforeAll(async () => {
    endpoint = await openEndpoint(0);
    const functions = [
      { ...definition, name: 'Example', timeout: 20 },
      { ...definition, name: 'Impatient', timeout: 1 },
      { ...definition, name: 'Lost', entry: join(__dirname, 'handlers/nowhere.ts'), timeout: 20 },
      { ...definition, name: 'Silent', entry: join(__dirname, '../../lambda/sandboxes.ts'), timeout: 20 },
    ];
    endpoint.serve([createLambda(functions, { clock })]);
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

  it.each(['Example', 'Example:$LATEST', functionArn('Example'), `${functionArn('Example')}:$LATEST`])(
    'answers what the handler of %s answers',
    async name => {
      expect(await invoke({ do: 'answer', value: [1] }, name)).toEqual({
        StatusCode: 200,
        FunctionError: undefined,
        payload: { value: [1], function: 'Example', colour: 'red' },
      });
    },
  );

  it('lists its functions by name, in pages', async () => {
    const { Functions, NextMarker } = await client.send(new ListFunctionsCommand({ MaxItems: 2 }));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['Example', 'Impatient']);
    const rest = await client.send(new ListFunctionsCommand({ Marker: NextMarker }));
    expect(rest.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['Lost', 'Silent']);
    expect(rest.NextMarker).toBeUndefined();
  });

  it.each(['Example', functionArn('Example')])('describes the configuration of %s', async name => {
    expect(await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }))).toMatchObject({
      FunctionName: 'Example',
      FunctionArn: functionArn('Example'),
      Handler: 'example.handler',
      Timeout: 20,
      Version: '$LATEST',
      Environment: { Variables: { COLOUR: 'red' } },
      State: 'Active',
    });
  });

  it('says that a function is not there, and that an operation is not', async () => {
    const missing = client.send(new GetFunctionConfigurationCommand({ FunctionName: 'Nowhere' }));
    await expect(missing).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${functionArn('Nowhere')}`,
    });
    const { status } = await fetch(`${endpoint.url}/2015-03-31/functions/Example/policy`);
    expect(status).toBe(404);
  });

  it('gives an error by its name', async () => {
    expect(await invoke({ do: 'throw' })).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'EmptyFile', errorMessage: 'expected "this", got that', trace: expect.any(Array) },
    });
  });

  it('gives what is no error by its type, as Lambda does', async () => {
    expect((await invoke({ do: 'throw text' })).payload).toEqual({ errorType: 'string', errorMessage: 'just text', trace: [] });
  });

  it.each([
    ['Lost', 'Runtime.ImportModuleError'],
    ['Silent', 'Runtime.HandlerNotFound'],
  ])('says of the handler of %s why it cannot run', async (name, errorType) => {
    expect(await invoke({}, name)).toMatchObject({ FunctionError: 'Unhandled', payload: { errorType } });
  });

  it('gives the last 4 KB of the log to who asks for it, and the handler its remaining time', async () => {
    const input = { FunctionName: 'Example', Payload: JSON.stringify({ do: 'print' }), LogType: 'Tail' } as const;
    const { LogResult = '', Payload } = await client.send(new InvokeCommand(input));
    const log = Buffer.from(LogResult, 'base64').toString();
    expect(log).toHaveLength(4096);
    expect(log).toMatch(
      /^x+\nthe last line\nEND RequestId: \S+\nREPORT RequestId: \S+\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\n$/,
    );
    expect(Payload?.transformToString()).toBe('true');
  });

  it('takes an event, of up to 1 MB, and answers at once', async () => {
    const send = (value: string) =>
      client.send(
        new InvokeCommand({ FunctionName: 'Example', InvocationType: 'Event', Payload: JSON.stringify({ do: 'answer', value }) }),
      );
    expect((await send('x')).StatusCode).toBe(202);
    await expect(send('x'.repeat(1024 * 1024))).rejects.toMatchObject({ name: 'RequestTooLargeException' });
  });

  it('refuses an answer of more than 6 MB', async () => {
    expect(await invoke({ do: 'say much' })).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'Function.ResponseSizeTooLarge' },
    });
  });

  it('refuses a type of invocation that there is not', async () => {
    const headers = { 'x-amz-invocation-type': 'Later' };
    const answer = await fetch(`${endpoint.url}/2015-03-31/functions/Example/invocations`, { method: 'POST', body: '{}', headers });
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([400, 'ValidationException']);
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

  it('shows the handler the time of every service, moved or not', async () => {
    const near = (time: number) => (actual: number) => Math.abs(actual - time) < 60_000;
    const before = (await invoke({ do: 'time' })).payload;
    expect([before.now, before.made].every(near(Date.now()))).toBe(true);
    clock.move(86_400_000);
    const after = (await invoke({ do: 'time' })).payload;
    expect([after.now, after.made].every(near(Date.now() + 86_400_000))).toBe(true);
    expect(after).toMatchObject({ given: 5, isDate: true });
  });

  it('runs invocations at once in sandboxes of their own', async () => {
    const answers = await Promise.all([1, 2, 3].map(value => invoke({ do: 'answer', value })));
    expect(answers.map(({ payload }) => payload.value)).toEqual([1, 2, 3]);
  });
});
