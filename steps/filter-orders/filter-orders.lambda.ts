import { S3Client } from '@aws-sdk/client-s3';
import { filterUpload } from './filter-upload';
import { parseRequest } from './request';
import type { FilterResult } from './result';
import { readSettings } from './settings';

export interface HandlerOptions {
  readonly s3: S3Client;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told one JSON line per fact, never rows. */
  readonly print?: (line: string) => void;
}

export type Handler = (payload: unknown, context?: { readonly awsRequestId: string }) => Promise<FilterResult>;

/**
 * FilterAndProcessOrders: `{ input, execution, startedAt, bucket, questions }` in, counts and references out; what it throws is the state machine's error by its name.
 * Throws InvalidSettings at once.
 */
export function createHandler({ s3, environment, print = console.info }: HandlerOptions): Handler {
  const settings = readSettings(environment);
  return async (payload, context) => {
    const request = parseRequest(payload, context?.awsRequestId);
    const { execution, bucket, key } = request;
    const log = (fact: Readonly<Record<string, unknown>>) => print(JSON.stringify({ execution, ...fact }));
    log({ fact: 'asked', bucket, key });
    const result = await filterUpload(request, { s3, settings, log });
    log({ fact: 'answered', outcome: result.filter.outcome, asOf: result.asOf });
    return result;
  };
}

export const handler = createHandler({ s3: new S3Client({}), environment: process.env });
