import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { deadLettersInQueue } from '../../../commands/dead-letters/in-queue';

const letter = (id: string, key: string) => ({
  MessageId: `m-${id}`,
  ReceiptHandle: `r-${id}`,
  Body: JSON.stringify({ id, time: '2026-11-30T10:00:00Z', detail: { bucket: { name: 'lake' }, object: { key } } }),
  MessageAttributes: { ERROR_CODE: { StringValue: 'THROTTLING' }, ERROR_MESSAGE: { StringValue: 'Rate exceeded' } },
});

/** A queue of twelve letters, which gives ten at a time, and hides what it has given. */
function queue({ exists = [] }: { readonly exists?: readonly string[] } = {}) {
  const visible = [...Array(11).keys()].map(n => letter(`e${n}`, `raw/${n}.csv`));
  const odd = { MessageId: 'm-odd', ReceiptHandle: 'r-odd', Body: 'not JSON', MessageAttributes: {} };
  const waiting = new Map([...visible, odd].map(each => [each.ReceiptHandle, each]));
  const hidden = new Set<string>();
  const started: { name?: string; stateMachineArn?: string; input?: string }[] = [];
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sqs = new SQSClient({ region: 'us-east-1', credentials });
  sqs.middlewareStack.add(
    (_next, { commandName }) =>
      async ({ input }) => {
        const { ReceiptHandle = '' } = Object(input);
        const output: { Messages?: unknown; QueueUrl?: string } = {};
        if (commandName === 'GetQueueUrlCommand') output.QueueUrl = 'https://sqs/orders-upload';
        if (commandName === 'ReceiveMessageCommand') {
          const given = [...waiting.values()].filter(each => !hidden.has(each.ReceiptHandle)).slice(0, 10);
          for (const each of given) hidden.add(each.ReceiptHandle);
          output.Messages = given;
        }
        if (commandName === 'ChangeMessageVisibilityCommand') hidden.delete(ReceiptHandle);
        if (commandName === 'DeleteMessageCommand') waiting.delete(ReceiptHandle);
        return { response: {}, output: { $metadata: {}, ...output } };
      },
    { step: 'initialize' },
  );
  const sfn = new SFNClient({ region: 'us-east-1', credentials });
  sfn.middlewareStack.add(
    () =>
      async ({ input }) => {
        const execution = Object(input);
        if (exists.includes(execution.name)) throw Object.assign(new Error('exists'), { name: 'ExecutionAlreadyExists' });
        started.push(execution);
        return { response: {}, output: { $metadata: {} } };
      },
    { step: 'initialize' },
  );
  const letters = deadLettersInQueue({ sqs, sfn, queueName: 'orders-upload', stateMachineArn: 'arn:machine:live' });
  return { letters, waiting, hidden, started };
}

describe('the dead letters of a stage', () => {
  it('are listed, all of them, and stay to be seen by others', async () => {
    const { letters, waiting, hidden } = queue();
    const listed = await letters.list();
    expect(listed).toHaveLength(12);
    expect(listed[0]).toEqual({ id: 'e0', at: '2026-11-30T10:00:00Z', key: 'raw/0.csv', error: 'THROTTLING: Rate exceeded' });
    expect(listed.at(-1)).toMatchObject({ id: 'm-odd', key: '(no upload)' });
    expect([waiting.size, hidden.size]).toEqual([12, 0]);
  });

  it('start their executions of the alias, with the event as it is, and are gone', async () => {
    const { letters, waiting, started } = queue();
    expect(await letters.replay(undefined)).toBe(12);
    expect(waiting.size).toBe(0);
    expect(started[3]).toEqual({ stateMachineArn: 'arn:machine:live', name: 'e3_replayed', input: letter('e3', 'raw/3.csv').Body });
  });

  it('can be replayed one by one', async () => {
    const { letters, waiting, hidden, started } = queue();
    expect(await letters.replay('e10')).toBe(1);
    expect(started.map(({ name }) => name)).toEqual(['e10_replayed']);
    expect([waiting.has('r-e10'), waiting.size, [...hidden]]).toEqual([false, 11, ['r-e10']]);
  });

  it('start no execution twice', async () => {
    const { letters, waiting, started } = queue({ exists: ['e1_replayed'] });
    expect(await letters.replay('e1')).toBe(1);
    expect([started, waiting.has('r-e1')]).toEqual([[], false]);
  });

  it('name the one that is not there', async () => {
    const { letters, waiting, hidden } = queue();
    await expect(letters.replay('e99')).rejects.toThrow('expected a dead letter e99 in orders-upload, found none');
    expect([waiting.size, hidden.size]).toEqual([12, 0]);
  });
});
