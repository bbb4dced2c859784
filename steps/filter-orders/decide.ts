/** What an output is, or would be, made from. */
export interface Provenance {
  /** The upload's ETag, without quotes. */
  readonly etag: string;
  /** Orders the uploads of one key; unknown for an execution that was started by hand. */
  readonly sequencer: string | undefined;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  /** Stands for the settings of the filter. */
  readonly rule: string;
  /** Which execution wrote it, or would. */
  readonly execution: string;
}

/**
 * What becomes of an upload whose bytes are still what its key holds, when the output is there already:
 * - `same`: the output is what it would become;
 * - `superseded`: the output is a later upload's. An upload can be late and current at once: A, then B, then A's bytes again, and A's event comes last;
 * - `write` otherwise.
 */
export function decide(upload: Provenance, former: Provenance | undefined): 'same' | 'superseded' | 'write' {
  if (former === undefined) return 'write';
  if (upload.etag === former.etag && upload.asOf === former.asOf && upload.rule === former.rule) return 'same';
  return upload.sequencer !== undefined && former.sequencer !== undefined && isLater(former.sequencer, upload.sequencer)
    ? 'superseded'
    : 'write';
}

/** Sequencers are hex numbers, the shorter padded with zeros on the right. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function isLater(one: string, other: string): boolean {
  const length = Math.max(one.length, other.length);
  const padded = (sequencer: string) => sequencer.toUpperCase().padEnd(length, '0');
  return padded(one) > padded(other);
}
