import { z } from 'zod';
import { correctionField, takeField } from '../uploading/correct';
import type { QuarantinedRows } from '../uploads/quarantine';
import type { Upload, UploadState } from '../uploads/upload';
import type { AwsConsole } from './console';
import { plural } from './format';
import { type UploadSummary, uploadSummary } from './upload-summary';
import type { Viewer } from './viewer';

/** One upload, and its rows that could not be understood. */
export interface UploadPage {
  readonly upload: UploadSummary;
  readonly etag: string | null;
  /** The object in AWS's console; null where there is none. */
  readonly consolePath: string | null;
  /** Null where there are none. */
  readonly quarantine: Quarantine | null;
  /** Where a corrected file is uploaded; null where nothing is to be corrected, or the stage does not allow it. */
  readonly newPath: string | null;
}

interface Quarantine {
  readonly size: string;
  /** Rows that are only shown: those that are too long for a form, or all where uploads are off. */
  readonly rows: QuarantinedRows['rows'];
  /** Rows that can be corrected here; null where none can. */
  readonly correction: Correction | null;
  readonly downloadPath: string;
  /** How to send corrected rows again. */
  readonly command: string;
}

/** Rows in quarantine as a form. */
interface Correction {
  readonly key: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly line: string;
    readonly reason: string;
    /** What came, where it did not fall apart into fields. */
    readonly raw: string | null;
    /** Of the box that takes it as it stands; null where it cannot be right so. */
    readonly takeName: string | null;
    readonly cells: readonly { readonly name: string; readonly label: string; readonly value: string; readonly isFaulty: boolean }[];
  }[];
}

export interface UploadPageData {
  readonly upload: Upload;
  readonly quarantined: QuarantinedRows | undefined;
  readonly currency: string | null;
  /** @default none */
  readonly console?: AwsConsole | null;
  readonly canUpload: boolean;
  readonly viewer: Viewer;
}

const CORRECTABLE: readonly UploadState[] = ['refused', 'superseded', 'partly'];

export function uploadPage({ upload, quarantined, currency, console = null, canUpload, viewer }: UploadPageData): UploadPage {
  return {
    upload: uploadSummary(upload, currency, viewer),
    etag: upload.etag,
    consolePath: upload.etag === null ? null : (console?.object(upload.key) ?? null),
    newPath: canUpload && CORRECTABLE.includes(upload.state) ? '/uploads/new' : null,
    quarantine: quarantined ? quarantineOf(quarantined, upload, canUpload, viewer) : null,
  };
}

function quarantineOf(quarantined: QuarantinedRows, upload: Upload, canUpload: boolean, viewer: Viewer): Quarantine {
  const { rows, cut, file } = quarantined;
  return {
    size: `${cut ? 'The first ' : ''}${plural(rows.length, 'row', 'rows', viewer)}${cut ? '; the file has all' : ''}`,
    rows: canUpload ? rows.filter(({ fields }) => fields === null) : rows,
    correction: canUpload ? correctionOf(quarantined, upload) : null,
    downloadPath: quarantinePathOf(upload.key),
    command: `npm run requeue -- ${file}`,
  };
}

function correctionOf({ columns, rows }: QuarantinedRows, { key, record }: Upload): Correction | null {
  const names = columnNamesOf(record?.reading ?? '');
  const correctable = rows.flatMap(row => {
    const { line, column, value, reason, fields } = row;
    if (fields === null) return [];
    const faulty = new Set(column.split('; ').flatMap(name => [name, names[name] ?? name]));
    const cells = fields.map((field, index) => {
      const name = columns[index] ?? '';
      return { name: correctionField(row, index), label: `${name} in line ${line}`, value: field, isFaulty: faulty.has(name) };
    });
    const isWhole = column === '';
    const takeName = isWhole && fields.some(field => field !== '') ? takeField(row) : null;
    return [{ line, reason, raw: isWhole ? value : null, takeName, cells }];
  });
  return correctable.length === 0 ? null : { key, columns, rows: correctable };
}

const readingJson = z.object({ columns: z.record(z.string(), z.string().nullable()).catch({}) });

/** By which of the upload's own names each of ours was read. */
function columnNamesOf(reading: string): Readonly<Record<string, string | null>> {
  try {
    return readingJson.safeParse(JSON.parse(reading)).data?.columns ?? {};
  } catch {
    return {};
  }
}

export function quarantinePathOf(key: string): string {
  return `/uploads/quarantine.csv?key=${encodeURIComponent(key.toWellFormed())}`;
}
