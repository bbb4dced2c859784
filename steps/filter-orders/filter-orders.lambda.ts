import { S3Client } from '@aws-sdk/client-s3';
import { loadSources } from '../../sources/load';
import { bringAlong } from './bring-along';
import { dismiss } from './dismiss';
import { type LookOptions, lookAtKey, withChange } from './look-at-key';
import { uploadMetrics } from './metrics';
import { raiseIfAsked } from './raise';
import { type FilterRequest, parseRequest } from './request';
import { areQueriesNext, type FilterResult } from './result';
import { readSettings } from './settings';

export interface HandlerOptions {
  readonly s3: S3Client;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now?: () => Date;
  /** Receives one JSON line per fact, never rows. */
  readonly print?: (line: string) => void;
}

export type Handler = (payload: unknown, context?: { readonly awsRequestId: string }) => Promise<FilterResult>;

const NOTHING: FilterResult = { upload: null, asOf: null, filter: null, reading: null, error: null };

/**
 * FilterAndProcessOrders: `{ input, execution, enteredAt, bucket, digest }` in, counts and references out. A refused file is an answer with
 * `error`; what it throws is the state machine's error by its name. Throws InvalidSettings at once.
 */
export function createHandler({ s3, environment, now = () => new Date(), print = console.info }: HandlerOptions): Handler {
  const { rules, rawDays, format } = readSettings(environment);
  const sources = loadSources();
  const functionName = environment.AWS_LAMBDA_FUNCTION_NAME;
  /** Once all files are in one format they stay so: nothing that runs now writes another. */
  let isOneFormat = false;
  return async (payload, context) => {
    if (raiseIfAsked(payload)) return NOTHING;
    const begun = now().getTime();
    const request = parseRequest(payload, { invocation: context?.awsRequestId ?? '', now: now() });
    const log = (fact: Readonly<Record<string, unknown>>) => print(JSON.stringify({ execution: request.execution, ...fact }));
    log({ fact: 'received', ...('key' in request && { bucket: request.bucket, key: request.key }) });
    const options = { s3, rules, sources, format, rawDays, now, log };
    let result = await act(request, options);
    if (!isOneFormat && request.bucket !== '' && areQueriesNext(result)) {
      const timeLeft = () => BRING_ALONG_MS - (now().getTime() - begun);
      if ((await bringAlong(request, { ...options, timeLeft })) > 0) result = withChange(result);
      isOneFormat = true;
    }
    if (request.kind === 'refresh') return result;
    const seconds = (now().getTime() - begun) / 1000;
    const metrics = functionName === undefined ? undefined : uploadMetrics({ result, functionName, seconds, now: now() });
    if (metrics !== undefined) print(JSON.stringify(metrics));
    log({ fact: 'answered', outcome: result.filter?.outcome, asOf: result.asOf });
    return result;
  };
}

/** Of the 15 minutes that Lambda gives: the rest is for an upload of many rows. */
const BRING_ALONG_MS = 600_000;

async function act(request: FilterRequest, options: LookOptions): Promise<FilterResult> {
  if (request.kind === 'refresh') return { ...NOTHING, asOf: request.asOf };
  return request.kind === 'dismiss' ? dismiss(request, options) : lookAtKey(request, options);
}

export const handler = createHandler({ s3: new S3Client({}), environment: process.env });
