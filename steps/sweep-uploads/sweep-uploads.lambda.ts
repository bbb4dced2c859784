import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { loadSources } from '../../sources/load';
import { rulesForRecords } from '../filter-orders/rules-of-reading';
import { readSettings } from '../filter-orders/settings';
import { readLedger } from './read-ledger';
import { type Swept, startOpen } from './start-open';

export interface SweepOptions {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now?: () => Date;
  readonly print?: (line: string) => void;
}

const Payload = z.object({
  bucket: z.string(),
  /** Its ARN. */
  stateMachine: z.string(),
  /** Uploads that are open for less are left to the executions that their events started. */
  minutes: z.number().min(0).default(15),
  /** Else every key. */
  keys: z.array(z.string()).optional(),
});

/**
 * SweepUploads: compares what lies in `raw/` with the records in `uploads/`, and starts an execution for each upload that is open, at most
 * three times; after that one that refuses it as GaveUp. What only lacks a snapshot is left to the refresh that calls it.
 */
export function createHandler({ s3, sfn, environment, now = () => new Date(), print = console.info }: SweepOptions) {
  const { rules, rawDays, format } = readSettings(environment);
  const rulesFor = rulesForRecords({ rules, sources: loadSources(), format });
  return async (payload: unknown): Promise<Swept> => {
    const { bucket, stateMachine, minutes, keys } = Payload.parse(payload);
    const entries = await readLedger({
      s3,
      bucket,
      rulesFor,
      rawDays,
      now: now(),
    });
    const due = entries.filter(({ key, open, since }) => {
      if (open === null || open === 'unanswered' || (keys && !keys.includes(key))) return false;
      return now().getTime() - since.getTime() >= minutes * 60_000;
    });
    const swept = await startOpen({ sfn, stateMachine, bucket, entries: due });
    print(JSON.stringify({ fact: 'swept', ...swept }));
    return swept;
  };
}

export const handler = createHandler({ s3: new S3Client({}), sfn: new SFNClient({}), environment: process.env });
