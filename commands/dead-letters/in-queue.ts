import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { DeadLetter, DeadLetters } from './dead-letters';

const Event = z.object({
  id: z.string().optional(),
  time: z.string().optional(),
  detail: z.object({ object: z.object({ key: z.string() }) }).optional(),
});

/** Seconds for which a letter that was received is hidden from others: long enough to read them all and to start their executions. */
const HIDDEN = 120;

export interface QueueOptions {
  readonly sqs: SQSClient;
  readonly sfn: SFNClient;
  readonly queueName: string;
  /** What the executions are started of: the alias. */
  readonly stateMachineArn: string;
}

/**
 * The dead letters of a deployed stage. A letter's body is the event, which is the execution's input as it is. An execution is named after its
 * letter, so that one which is replayed twice, or whose letter could not be removed, starts one execution.
 */
export function deadLettersInQueue({ sqs, sfn, queueName, stateMachineArn }: QueueOptions): DeadLetters {
  const receive = async (queueUrl: string) => {
    const received = new Map<string, Message>();
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: HIDDEN,
          // Long polling asks every server of the queue: an empty answer means that there is none.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) return [...received.values()].map(message => ({ message, letter: letterOf(message) }));
      for (const message of Messages) received.set(message.MessageId ?? '', message);
    }
  };
  const release = (queueUrl: string, message: Message) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0 }));
  const queue = async () => {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
    return QueueUrl;
  };
  return {
    async list() {
      const queueUrl = await queue();
      const received = await receive(queueUrl);
      for (const { message } of received) await release(queueUrl, message);
      return received.map(({ letter }) => letter);
    },
    async replay(id) {
      const queueUrl = await queue();
      const received = await receive(queueUrl);
      const isWanted = ({ letter }: { readonly letter: DeadLetter }) => id === undefined || letter.id === id;
      for (const { message } of received.filter(each => !isWanted(each))) await release(queueUrl, message);
      const wanted = received.filter(isWanted);
      if (id !== undefined && wanted.length === 0) throw new Error(`expected a dead letter ${id} in ${queueName}, found none`);
      for (const { message, letter } of wanted) {
        await start(sfn, stateMachineArn, letter.id, message.Body ?? '{}');
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }));
      }
      return wanted.length;
    },
  };
}

async function start(sfn: SFNClient, stateMachineArn: string, id: string, input: string): Promise<void> {
  try {
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name: `${id}_replayed`, input }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
  }
}

function letterOf({ MessageId = '', Body = '', MessageAttributes = {} }: Message): DeadLetter {
  const { id = MessageId, time = '', detail } = eventOf(Body);
  const attribute = (name: string) => MessageAttributes[name]?.StringValue ?? '';
  return { id, at: time, key: detail?.object.key ?? '(no upload)', error: `${attribute('ERROR_CODE')}: ${attribute('ERROR_MESSAGE')}` };
}

function eventOf(body: string): z.output<typeof Event> {
  try {
    return Event.safeParse(JSON.parse(body)).data ?? {};
  } catch {
    return {};
  }
}
