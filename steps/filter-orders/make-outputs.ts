import { uploadMetadata } from '../../pipeline/output-keys';
import type { Reading } from '../../pipeline/reading';
import { inSeconds, recordOf, type UploadRecord, uploadName } from '../../pipeline/upload-record';
import { FileError, RefusedAtEnd } from './file-errors';
import type { Look } from './look-at-key';
import { readOrders } from './read-orders';
import type { OrdersReport } from './report';
import { type FilterResult, lookResult } from './result';
import { rulesOfObject, settingsOf } from './rules-of-reading';
import { ConditionalUpload } from './storage/conditional-upload';
import { changing, removeOutput, writeRecord } from './storage/outputs';
import { readObject } from './storage/read-source';
import { readTableFile } from './storage/read-table-file';
import type { Source } from './storage/source';
import { Stopwatch } from './storage/stopwatch';
import { parseAsOf } from './validation/dates';
import { csvFile, type TableFile, type TableFileMaker, tableFileMaker } from './writing/table-file';

/** Reads the object and writes its outputs: dropped, processed, quarantine, and the record last. */
export async function readSource(look: Look & { readonly source: Source }): Promise<FilterResult> {
  const { s3, request, rules, sources, keys, source, outputs, lookAgain, log } = look;
  const asOf = request.asOf ?? parseAsOf(source.lastModified.toISOString());
  const tableFile = await tableFileMaker(look.format);
  const uploads = {
    dropped: new OutputUpload(look, keys.dropped, outputs.dropped, tableFile),
    processed: new OutputUpload(look, keys.processed, outputs.processed, tableFile),
    quarantine: new OutputUpload(look, keys.quarantine, outputs.quarantine, csvFile),
  };
  const all = Object.values(uploads);
  const stopwatch = new Stopwatch<'reading' | 'writing'>();
  try {
    const report = await readOrders({
      key: request.key,
      open: () => stopwatch.each('reading', readObject(s3, source)),
      rules,
      asOf,
      settings: settingsOf(source),
      sources,
      outputs: {
        dropped: block => uploads.dropped.write(block),
        processed: block => uploads.processed.write(block),
        quarantine: block => uploads.quarantine.write(block),
        restart: async () => {
          for (const upload of all) await upload.restart();
        },
        ready: () => stopwatch.measure('writing', async () => void (await Promise.all(all.map(upload => upload.ready())))),
      },
    });
    const droppedEtag = await uploads.dropped.finish();
    const processedEtag = await uploads.processed.finish();
    await removeLeftover(look);
    const record = recordOfRead({ look, report, processedEtag, droppedEtag });
    await uploads.quarantine.finish();
    await writeRecord(s3, request.bucket, keys.record, record, outputs.record);
    await lookAgain();
    const { read, kept, dropped, quarantined } = report;
    log({ fact: 'filtered', bytes: source.size, read, kept, dropped, quarantined, milliseconds: stopwatch.milliseconds });
    const changed = processedEtag !== (outputs.processed ?? '') || droppedEtag !== (outputs.dropped ?? '');
    return lookResult(look, { outcome: changed ? 'Written' : 'Unchanged', changed, report, record });
  } catch (error) {
    const isWhole = error instanceof RefusedAtEnd;
    await Promise.all(all.map(upload => (isWhole && upload === uploads.quarantine ? undefined : upload.abort())));
    if (!(error instanceof FileError)) throw error;
    // The previous rows stay; the quarantine is the refused file's, where it was read to its end.
    await uploads.quarantine.finish();
    return refuse(look, error);
  }
}

/** One output on its way to S3. It becomes visible whole or not at all; where nothing is written, an object of an earlier upload is removed. */
class OutputUpload {
  private upload: ConditionalUpload | undefined;
  private file: TableFile | undefined;

  constructor(
    private readonly look: Look,
    private readonly key: string,
    private readonly replaces: string | null,
    private readonly makeFile: TableFileMaker,
  ) {}

  write(block: Uint8Array): void {
    this.file ??= this.begin();
    this.file.write(block);
  }

  private begin(): TableFile {
    const { s3, request } = this.look;
    const file = this.makeFile(block => upload.write(block));
    const { contentType } = file;
    const upload = new ConditionalUpload(s3, {
      bucket: request.bucket,
      key: this.key,
      replaces: this.replaces,
      contentType,
      metadata: uploadMetadata(request.key),
    });
    this.upload = upload;
    return file;
  }

  async ready(): Promise<void> {
    await this.upload?.ready();
  }

  async writeAll(blocks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const block of blocks) {
      this.write(block);
      await this.ready();
    }
  }

  /** Its ETag without quotes; empty where there is none. Throws OutputChanged. */
  async finish(): Promise<string> {
    const { s3, request, noteChange } = this.look;
    const { upload, key, replaces } = this;
    if (!upload && replaces === null) return '';
    this.file?.end();
    const etag = upload ? await changing(key, () => upload.finish()) : '';
    if (!upload && replaces !== null) await removeOutput(s3, request.bucket, key, replaces);
    noteChange(key);
    return etag;
  }

  /** What was written so far is void. */
  async restart(): Promise<void> {
    await this.abort();
  }

  async abort(): Promise<void> {
    await this.upload?.abort();
    this.upload = undefined;
    this.file = undefined;
  }
}

/** The same bytes were uploaded again: they are now the latest word, so the record alone changes. */
export async function relabel(look: Look & { readonly source: Source }): Promise<FilterResult> {
  const { request, source, outputs } = look;
  const previous = outputs.record?.value;
  const record: UploadRecord = {
    ...(previous ?? EMPTY),
    lastModified: inSeconds(source.lastModified),
    upload: uploadName(source.lastModified, request.key),
    execution: request.execution,
  };
  return writeRecordAlone(look, record, { outcome: 'Unchanged' });
}

/** The object is no order file. */
export async function ignore(look: Look & { readonly source: Source }): Promise<FilterResult> {
  const { request, outputs } = look;
  const record: UploadRecord = { ...EMPTY, ...objectOf(look), outcome: 'Ignored', execution: request.execution };
  const { etag, lastModified, outcome } = outputs.record?.value ?? EMPTY;
  if (etag === record.etag && lastModified === record.lastModified && outcome === 'Ignored')
    return lookResult(look, { outcome: 'Ignored' });
  return writeRecordAlone(look, record, { outcome: 'Ignored' });
}

/** The sweep has tried often enough. */
export async function giveUp(look: Look & { readonly source: Source }): Promise<FilterResult> {
  return refuse(look, {
    name: 'GaveUp',
    message: 'Expected an execution to read this upload, three were started and none did. See their errors, then upload the file again.',
  });
}

interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly report?: OrdersReport | undefined;
}

/** The record tells the refusal; what it says of the outputs stays that of the object that was read. */
export async function refuse(look: Look & { readonly source: Source }, { name, message, report }: Refusal): Promise<FilterResult> {
  const { request, outputs, keys } = look;
  const previous = outputs.record?.value;
  const converted = await convertLeftover(look);
  const record: UploadRecord = {
    ...(previous ?? { ...EMPTY, file: keys.file }),
    ...objectOf(look),
    ...countsOf(report),
    processedEtag: outputs.processed ?? '',
    droppedEtag: outputs.dropped ?? '',
    ...converted,
    outcome: 'Refused',
    error: `${name}: ${message}`,
    execution: request.execution,
  };
  const error = { name, state: 'FilterOrders', cause: message.slice(0, 4000) };
  return writeRecordAlone(look, record, { outcome: 'Refused', changed: converted !== undefined, report, error });
}

/** The object has expired, and the tables have another format than its rows. */
export async function convert(look: Look): Promise<FilterResult> {
  const converted = await convertLeftover(look);
  const record: UploadRecord = { ...(look.outputs.record?.value ?? EMPTY), ...converted, execution: look.request.execution };
  return writeRecordAlone(look, record, { outcome: 'Written', changed: true });
}

/** Rows that cannot be read from their upload again are written in the tables' format as they stand. Gives what changes in the record. */
async function convertLeftover(look: Look): Promise<Pick<UploadRecord, 'file' | 'processedEtag' | 'droppedEtag'> | undefined> {
  const { s3, request, keys, outputs, format } = look;
  if (!outputs.leftover) return undefined;
  const makeFile = await tableFileMaker(format);
  const write = async (table: 'processed' | 'dropped') => {
    const upload = new OutputUpload(look, keys[table], outputs[table], makeFile);
    const from = outputs.leftover?.[table];
    try {
      if (from) await upload.writeAll(readTableFile(s3, { bucket: request.bucket, ...from }));
      return await upload.finish();
    } catch (error) {
      await upload.abort();
      throw error;
    }
  };
  const droppedEtag = await write('dropped');
  const processedEtag = await write('processed');
  await removeLeftover(look);
  return { file: keys.file, processedEtag, droppedEtag };
}

async function removeLeftover({ s3, request, outputs: { leftover }, noteChange }: Look): Promise<void> {
  for (const file of [leftover?.dropped, leftover?.processed]) {
    if (!file) continue;
    await removeOutput(s3, request.bucket, file.key, file.etag);
    noteChange(file.key);
  }
}

async function writeRecordAlone(look: Look, record: UploadRecord, facts: Parameters<typeof lookResult>[1]): Promise<FilterResult> {
  const { s3, request, keys, outputs, lookAgain } = look;
  await writeRecord(s3, request.bucket, keys.record, record, outputs.record);
  await lookAgain();
  return lookResult(look, { ...facts, record });
}

interface ReadFacts {
  readonly look: Look & { readonly source: Source };
  readonly report: OrdersReport;
  readonly processedEtag: string;
  readonly droppedEtag: string;
}

function recordOfRead({ look, report, processedEtag, droppedEtag }: ReadFacts): UploadRecord {
  const { request, source, keys } = look;
  return {
    ...objectOf(look),
    ...countsOf(report),
    file: keys.file,
    shop: report.reading?.shop ?? '',
    source: report.reading?.source ?? 'standard',
    upload: uploadName(source.lastModified, request.key),
    rows: report.reading?.rows ?? '',
    currency: report.reading?.currency ?? '',
    processedEtag,
    droppedEtag,
    outcome: 'Read',
    error: '',
    execution: request.execution,
  };
}

/** What a record says of the object that lies under the key. */
function objectOf(look: Look & { readonly source: Source }) {
  const { request, source } = look;
  return {
    key: request.key,
    etag: source.etag,
    lastModified: inSeconds(source.lastModified),
    rules: rulesOfObject(look, source, request.asOf),
  };
}

function countsOf(report: OrdersReport | undefined) {
  const count = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    read: count(report?.read),
    kept: count(report?.kept),
    dropped: count(report?.dropped),
    quarantined: count(report?.quarantined),
    reading: readingText(report?.reading),
  };
}

function readingText(reading: Reading | undefined): string {
  return reading ? JSON.stringify(reading) : '';
}

const EMPTY = recordOf(() => '');
