import type { S3Client } from '@aws-sdk/client-s3';
import type { BusEvent, Rule } from 'local-aws/eventbridge';
import { endPattern } from '../pipeline/end-rule';
import { parseEnd } from '../steps/report-end/event';
import { manifestOfEnd } from '../steps/report-end/manifest-of-end';

export interface EndRuleOptions {
  readonly name: string;
  /** Its ARN. */
  readonly stateMachine: string;
  readonly bucket: string;
  readonly s3: S3Client;
  /** Resolves when S3 answers. */
  readonly ready: Promise<void>;
  /** Called with each event. */
  readonly onEnd: (event: BusEvent) => void;
}

/**
 * The rule on the end of executions, without the messages that ReportEnd sends in AWS: an execution that ends without a manifest gets one; one
 * that succeeded has one.
 */
export function endRule({ name, stateMachine, bucket, s3, ready, onEnd }: EndRuleOptions): Rule {
  return {
    name,
    pattern: endPattern(stateMachine, ['FAILED', 'TIMED_OUT', 'ABORTED']),
    async deliver(event) {
      await ready;
      await manifestOfEnd(s3, bucket, parseEnd(event));
      onEnd(event);
    },
  };
}
