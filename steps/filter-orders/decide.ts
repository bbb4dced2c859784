import { inSeconds } from '../../pipeline/upload-record';
import type { Outputs } from './storage/outputs';
import type { Source } from './storage/source';

export interface Situation {
  /** What the key holds; undefined for nothing. */
  readonly source: Source | undefined;
  readonly outputs: Outputs;
  /** The object whose creation started this, by its ETag; null for every other reason, and once this look has started over. */
  readonly created: string | null;
  /** The hash of the rules by which the object would be read. */
  readonly rules: string;
  readonly isOrderFile: boolean;
  /** Whether an object of the record's age may have been removed by a lifecycle rule. */
  readonly mayHaveExpired: boolean;
  readonly giveUp: boolean;
}

/**
 * What to do about a key:
 * - `superseded`: the created object was replaced already, and the replacement has its own event;
 * - `expired`: the object is gone by a lifecycle rule, so its orders go on counting;
 * - `convert`: the same, but the tables have another format by now;
 * - `nothing`: there is no object and no output;
 * - `withdraw`: there is no object, so its outputs go;
 * - `ignore`: the object is no order file;
 * - `give-up`: the sweep has tried often enough;
 * - `same`: the outputs are what they would become;
 * - `relabel`: they are, but the same bytes were uploaded again, later;
 * - `read`: the object is to be read.
 */
export type Action = 'superseded' | 'expired' | 'convert' | 'nothing' | 'withdraw' | 'ignore' | 'give-up' | 'same' | 'relabel' | 'read';

export function decide({ source, outputs, created, rules, isOrderFile, mayHaveExpired, giveUp }: Situation): Action {
  const record = outputs.record?.value;
  if (!source) {
    const { processed, dropped, quarantine, leftover } = outputs;
    if ([processed, dropped, quarantine, outputs.record, leftover].every(output => output === null)) return 'nothing';
    if (!mayHaveExpired) return 'withdraw';
    return leftover ? 'convert' : 'expired';
  }
  if (created !== null && created !== source.etag) return 'superseded';
  if (!isOrderFile) return 'ignore';
  const standsForBytes =
    record !== undefined &&
    outputs.leftover === null &&
    (record.outcome === 'Read' || record.outcome === 'Dismissed') &&
    record.etag === source.etag &&
    record.rules === rules &&
    record.processedEtag === (outputs.processed ?? '') &&
    record.droppedEtag === (outputs.dropped ?? '');
  const isSameTime = record?.lastModified === inSeconds(source.lastModified);
  if (standsForBytes && isSameTime) return 'same';
  if (giveUp) return 'give-up';
  return standsForBytes && record.outcome === 'Read' ? 'relabel' : 'read';
}
