import { outputKeys } from '../../pipeline/output-keys';
import { InvalidUpload } from './errors';
import type { LookOptions } from './look-at-key';
import type { DismissRequest } from './request';
import { type FilterResult, lookResult } from './result';
import { lookAtOutputs, writeRecord } from './storage/outputs';
import { findSource } from './storage/source';

/** A person has seen that an upload was refused. Its record says so; nothing else changes. Throws InvalidUpload where nothing is refused. */
export async function dismiss(request: DismissRequest, options: LookOptions): Promise<FilterResult> {
  const { s3 } = options;
  const keys = outputKeys(request.key, options.format);
  const outputs = await lookAtOutputs(s3, request.bucket, keys);
  const source = await findSource(s3, request.bucket, request.key);
  const record = outputs.record?.value;
  if (record?.outcome !== 'Refused' && record?.outcome !== 'Dismissed')
    throw new InvalidUpload(`Expected a refused upload to dismiss, got ${request.key}, which is ${record?.outcome ?? 'not known'}`);
  const look = {
    ...options,
    request: { ...request, kind: 'look' as const, created: null, sequencer: null, at: null, giveUp: false },
    keys,
    source,
    outputs,
    noteChange: () => {},
    lookAgain: async () => {},
  };
  const dismissed = { ...record, outcome: 'Dismissed', execution: request.execution };
  if (record.outcome === 'Refused') await writeRecord(s3, request.bucket, keys.record, dismissed, outputs.record);
  return lookResult(look, { outcome: 'Dismissed', record: dismissed });
}
