import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { clientSettings } from 'local-aws/identity';
import { RULES } from '../../../../pipeline/rules';
import { loadSources } from '../../../../sources/load';
import { lookAtKey } from '../../../../steps/filter-orders/look-at-key';
import { parseRequest } from '../../../../steps/filter-orders/request';
import type { FilterResult } from '../../../../steps/filter-orders/result';
import type { Answer, Call } from './storage';

/** Where an execution of the filter stands once it has these answers: it waits for calls, or has ended. */
export interface Standing {
  /** The calls that have no answer yet, by their number. */
  readonly waiting: ReadonlyMap<number, Call>;
  /** Undefined while calls wait; `error` where the filter threw. */
  readonly ended: { readonly result?: FilterResult; readonly error?: string } | undefined;
}

const SOURCES = loadSources();
const CLIENT = new S3Client(clientSettings('http://127.0.0.1:9'));
/** Turns of the event loop after which the filter does nothing more before it has an answer: streams take a few. */
const TURNS = 12;

/** Runs the real filter on an event until it has used these answers, by the number of the call. Its calls reach no S3. */
export async function runUntil(input: object, bucket: string, answers: ReadonlyMap<number, Answer>): Promise<Standing> {
  const waiting = new Map<number, Call>();
  let calls = 0;
  const send = (command: unknown) => {
    const number = calls++;
    const call = callOf(command);
    const found = answers.get(number);
    if (found) return answered(call, found);
    waiting.set(number, call);
    return new Promise(() => {});
  };
  const s3: S3Client = Object.create(CLIENT, { send: { value: send } });
  let ended: Standing['ended'];
  const request = parseRequest({ input, execution: 'e', bucket });
  if (request.kind !== 'look') throw new Error(`expected an event of a key, got ${request.kind}`);
  const options = { s3, rules: RULES, sources: SOURCES, rawDays: null, format: 'csv' as const, now: () => new Date(0), log: () => {} };
  lookAtKey(request, options).then(
    result => {
      ended = { result };
    },
    error => {
      ended = { error: String(error) };
    },
  );
  for (let turn = 0; turn < TURNS && !ended; turn++) await new Promise(setImmediate);
  while (!ended && waiting.size === 0) await new Promise(setImmediate);
  return { waiting, ended };
}

function callOf(command: unknown): Call {
  if (command instanceof HeadObjectCommand) return { operation: 'Head', key: command.input.Key ?? '' };
  if (command instanceof GetObjectCommand) {
    const { Key = '', IfMatch, Range } = command.input;
    return { operation: 'Get', key: Key, ifMatch: IfMatch, range: Range };
  }
  if (command instanceof PutObjectCommand) {
    const { Key = '', IfMatch, IfNoneMatch, Body } = command.input;
    return { operation: 'Put', key: Key, ifMatch: IfMatch, ifNoneMatch: IfNoneMatch, body: Buffer.from(Body as string).toString() };
  }
  if (command instanceof DeleteObjectCommand) return { operation: 'Delete', key: command.input.Key ?? '', ifMatch: command.input.IfMatch };
  throw new Error(`expected a call that the model knows, got ${String(command?.constructor.name)}`);
}

async function answered({ operation }: Call, { status, object }: Answer): Promise<unknown> {
  if (status >= 400) {
    const name = status === 412 ? 'PreconditionFailed' : operation === 'Get' ? 'NoSuchKey' : 'NotFound';
    throw new S3ServiceException({ name, $fault: 'client', message: name, $metadata: { httpStatusCode: status } });
  }
  const body = Readable.from([Buffer.from(object?.body ?? '')]);
  return {
    ETag: object && `"${object.etag}"`,
    ContentLength: object?.body.length,
    LastModified: object && new Date(object.lastModified),
    Metadata: {},
    Body: Object.assign(body, { transformToString: async () => object?.body }),
  };
}
