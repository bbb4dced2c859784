import { S3Client } from '@aws-sdk/client-s3';
import { loadSources } from '../../sources/load';
import { dismiss } from './dismiss';
import { lookAtKey } from './look-at-key';
import { uploadMetrics } from './metrics';
import { raiseIfAsked } from './raise';
import { parseRequest } from './request';
import type { FilterResult } from './result';
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
  const { rules, rawDays } = readSettings(environment);
  const sources = loadSources();
  const functionName = environment.AWS_LAMBDA_FUNCTION_NAME;
  return async (payload, context) => {
    if (raiseIfAsked(payload)) return NOTHING;
    const begun = now().getTime();
    const request = parseRequest(payload, { invocation: context?.awsRequestId ?? '', now: now() });
    const log = (fact: Readonly<Record<string, unknown>>) => print(JSON.stringify({ execution: request.execution, ...fact }));
    log({ fact: 'received', ...('key' in request && { bucket: request.bucket, key: request.key }) });
    if (request.kind === 'refresh') return { ...NOTHING, asOf: request.asOf };
    const options = { s3, rules, sources, rawDays, now, log };
    const result = request.kind === 'dismiss' ? await dismiss(request, options) : await lookAtKey(request, options);
    const seconds = (now().getTime() - begun) / 1000;
    const metrics = functionName === undefined ? undefined : uploadMetrics({ result, functionName, seconds, now: now() });
    if (metrics !== undefined) print(JSON.stringify(metrics));
    log({ fact: 'answered', outcome: result.filter?.outcome, asOf: result.asOf });
    return result;
  };
}

export const handler = createHandler({ s3: new S3Client({}), environment: process.env });
