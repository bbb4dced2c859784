import type { CreateWorkGroupInput } from '@aws-sdk/client-athena';
import type { Names } from './names';
import { PREFIXES } from './prefixes';

/** A query that would read more is cancelled. Athena's least is 10 MB; the default here is a month of uploads, with room. */
export const BYTES_CUTOFF = 10 * 1024 ** 3;

/** From this share of the cutoff on people are warned: past the cutoff every query of every upload is cancelled. */
export const CUTOFF_WARNING = 0.8;

/** Enforced: results always go to `enriched/`, encrypted. */
export function ordersWorkGroup(names: Names, bucket: string, bytesCutoff = BYTES_CUTOFF) {
  return {
    Name: names.workGroup,
    Description: 'The orders pipeline: its queries, their results, their limits',
    Configuration: {
      EnforceWorkGroupConfiguration: true,
      PublishCloudWatchMetricsEnabled: true,
      BytesScannedCutoffPerQuery: bytesCutoff,
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
      ResultConfiguration: {
        OutputLocation: `s3://${bucket}/${PREFIXES.enriched}`,
        EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
      },
    },
  } satisfies CreateWorkGroupInput;
}
