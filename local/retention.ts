import type { S3Client } from '@aws-sdk/client-s3';
import type { StepFunctionsService } from 'local-aws/stepfunctions';
import { findLatest } from '../commands/results/latest';
import { PREFIXES } from '../pipeline/prefixes';

/** As long as AWS and the deployed stage keep them. */
const EXECUTION_DAYS = 90;
const DEAD_LETTER_DAYS = 14;
const SNAPSHOT_DAYS = 3;
const CLAIM_DAYS = 1;
const UPLOAD_DAYS = 7;
const LOG_BYTES = 20 * 1024 * 1024;

const EVERY_MS = 6 * 3_600_000;

export interface RetentionOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly s3: {
    retain(retention: {
      readonly rules: readonly { readonly bucket: string; readonly prefix: string; readonly days: number }[];
      readonly keep: (key: string) => boolean;
      readonly uploadDays: number;
    }): Promise<number>;
  };
  readonly stepFunctions: Pick<StepFunctionsService, 'retain'>;
  readonly bus: { retain(retention: { readonly deadLetterDays: number }): Promise<number> };
  readonly lambda: { retain(retention: { readonly logBytes: number }): Promise<void> };
  readonly onProblem: (error: unknown) => void;
}

/** Forgets what is too old, now and every six hours, but for the snapshot of the latest results. Returns a function that ends it. */
export function keepDataFolderSmall(options: RetentionOptions): () => void {
  const { client, bucket, s3, stepFunctions, bus, lambda, onProblem } = options;
  const forget = async () => {
    await stepFunctions.retain({ days: EXECUTION_DAYS });
    await bus.retain({ deadLetterDays: DEAD_LETTER_DAYS });
    await lambda.retain({ logBytes: LOG_BYTES });
    const latest = (await findLatest(client, bucket))?.snapshot?.location?.replace(`s3://${bucket}/`, '');
    const keep = (key: string) => latest !== undefined && key.startsWith(latest);
    const rules = [
      { bucket, prefix: PREFIXES.orders, days: SNAPSHOT_DAYS },
      { bucket, prefix: PREFIXES.claims, days: CLAIM_DAYS },
    ];
    await s3.retain({ rules, keep, uploadDays: UPLOAD_DAYS });
  };
  let isStopped = false;
  const run = () => void forget().catch(error => isStopped || onProblem(error));
  run();
  const timer = setInterval(run, EVERY_MS).unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
