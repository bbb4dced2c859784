import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { OutputKeys } from '../../pipeline/output-keys';
import { RULES } from '../../pipeline/rules';
import { loadSources } from '../../sources/load';
import type { Provenance } from './decide';
import { RefusedAtEnd } from './file-errors';
import type { FilterSettings } from './judging/rule';
import { readOrders } from './read-orders';
import type { OrdersReport } from './report';
import { expectSameOutput, type FormerOutput, OutputChanged, toMetadata } from './storage/former-output';
import { ObjectUpload } from './storage/object-upload';
import { readSource } from './storage/read-source';
import { s3Status } from './storage/s3-status';
import { findSource, type Source } from './storage/source';

export interface FilterObjectOptions {
  readonly s3: S3Client;
  readonly settings: FilterSettings;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  readonly source: Source;
  readonly keys: OutputKeys;
  /** The output as it was looked at. */
  readonly former: FormerOutput | undefined;
  readonly provenance: Provenance;
  /** False: the output stands as it is; the rows are counted again, and the quarantine file is made again. */
  readonly rewrite: boolean;
  readonly log: (fact: Readonly<Record<string, unknown>>) => void;
}

/**
 * Streams one object through the filter. What is written becomes visible at the end, and not at all when the file has an error: first the
 * quarantine file, then, if not too many rows are bad, the output. Throws the file's errors, TooManyBadRows, SourceGone and OutputChanged.
 */
export async function filterObject(options: FilterObjectOptions): Promise<OrdersReport> {
  const { s3, source, settings, asOf, log } = options;
  const uploads = new Uploads(options);
  try {
    const rules = { ...RULES, ...settings };
    const open = () => readSource(s3, source);
    const report = await readOrders({ key: source.key, open, rules, asOf, settings: {}, sources: loadSources(), outputs: uploads });
    await uploads.finishQuarantine();
    await uploads.finishProcessed();
    const { read, kept, dropped, quarantined } = report;
    log({ fact: 'filtered', bytes: source.size, read, kept, dropped, quarantined });
    return report;
  } catch (error) {
    if (error instanceof RefusedAtEnd) await uploads.finishQuarantine();
    await uploads.abort();
    throw error;
  }
}

/** The two files on their way to S3. */
class Uploads {
  private toProcessed: ObjectUpload | undefined;
  private toQuarantine: ObjectUpload | undefined;

  constructor(private readonly options: FilterObjectOptions) {
    this.begin();
  }

  private begin(): void {
    const { s3, source, keys, former, provenance, rewrite } = this.options;
    if (!rewrite) return;
    const target = {
      bucket: source.bucket,
      key: keys.processed,
      metadata: toMetadata(provenance, source.key),
      replaces: former?.etag ?? null,
    };
    this.toProcessed = new ObjectUpload(s3, target);
  }

  readonly processed = (block: Uint8Array): void => this.toProcessed?.write(block);

  readonly quarantine = (block: Uint8Array): void => {
    const { s3, source, keys } = this.options;
    this.toQuarantine ??= new ObjectUpload(s3, { bucket: source.bucket, key: keys.quarantine });
    this.toQuarantine.write(block);
  };

  readonly dropped = (): void => undefined;

  async restart(): Promise<void> {
    await this.abort();
    this.toQuarantine = undefined;
    this.begin();
  }

  async ready(): Promise<void> {
    await Promise.all([this.toProcessed?.ready(), this.toQuarantine?.ready()]);
  }

  /** The quarantine file cannot be written on a condition, since nobody may read it: so it is made sure that it still is ours to write. */
  async finishQuarantine(): Promise<void> {
    const { s3, source, keys, former } = this.options;
    await Promise.all([findSource(s3, source), expectSameOutput(s3, source.bucket, keys.processed, former)]);
    if (this.toQuarantine) await this.toQuarantine.finish();
    else await s3.send(new DeleteObjectCommand({ Bucket: source.bucket, Key: keys.quarantine }));
  }

  async finishProcessed(): Promise<void> {
    try {
      await this.toProcessed?.finish();
    } catch (error) {
      throw isConflict(error)
        ? new OutputChanged(`${this.options.keys.processed} changed while it was made anew`, { cause: error })
        : error;
    }
  }

  async abort(): Promise<void> {
    await Promise.all([this.toProcessed?.abort(), this.toQuarantine?.abort()]);
  }
}

/** 412: it is another object by now; 409: someone is writing it; 404: what was to be replaced is gone. */
function isConflict(error: unknown): boolean {
  const status = s3Status(error);
  return status === 412 || status === 409 || (status === 404 && error instanceof Error && error.name === 'NoSuchKey');
}
