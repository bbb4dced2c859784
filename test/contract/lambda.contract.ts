import { InvokeCommand, type InvokeCommandInput, type LambdaClient } from '@aws-sdk/client-lambda';

export interface LambdaUnderTest {
  readonly client: LambdaClient;
  /** The pipeline's own function, FilterOrders: it refuses `{}` by name, before it touches anything. */
  readonly functionName: string;
  close(): Promise<void>;
}

/** What Lambda itself does, for any function; the same in local AWS and AWS. */
export function describeLambda(name: string, create: () => Promise<LambdaUnderTest>): void {
  describe(`Lambda on ${name}`, () => {
    let lambda: LambdaUnderTest;

    beforeAll(async () => {
      lambda = await create();
    });
    afterAll(() => lambda.close());

    const invoke = (input: Partial<InvokeCommandInput> = {}) =>
      lambda.client.send(new InvokeCommand({ FunctionName: lambda.functionName, Payload: '{}', ...input }));

    it("gives a handler's error by its name", async () => {
      const { Payload, ...answer } = await invoke();
      expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '$LATEST' });
      expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({
        errorType: 'InvalidUpload',
        errorMessage: expect.stringContaining('Object Created'),
        trace: expect.any(Array),
      });
    });

    it('gives the tail of the log to who asks for it', async () => {
      expect((await invoke()).LogResult).toBeUndefined();
      const { LogResult = '' } = await invoke({ LogType: 'Tail' });
      const log = Buffer.from(LogResult, 'base64').toString();
      expect(log).toMatch(/END RequestId: [-0-9a-f]{36}\nREPORT RequestId: [-0-9a-f]{36}\tDuration: [\d.]+ ms\t/);
    });

    it('runs nothing for a dry run', async () => {
      expect((await invoke({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
    });

    it.each<[string, Partial<InvokeCommandInput>, object]>([
      ['a function that is not there', { FunctionName: 'OrdersContractNobody' }, { name: 'ResourceNotFoundException', Type: 'User' }],
      ['what is no JSON', { Payload: '{' }, { name: 'InvalidRequestContentException' }],
      ['more than 6 MB', { Payload: JSON.stringify('x'.repeat(7 * 1024 * 1024)) }, { name: 'RequestTooLargeException' }],
    ])('refuses %s', async (_, input, error) => {
      await expect(invoke(input)).rejects.toMatchObject(error);
    });
  });
}
