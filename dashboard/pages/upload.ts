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
  readonly rows: QuarantinedRows['rows'];
  readonly downloadPath: string;
  /** How to send corrected rows again. */
  readonly command: string;
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
    quarantine: quarantined ? quarantineOf(quarantined, upload.key, viewer) : null,
  };
}

function quarantineOf({ rows, cut, file }: QuarantinedRows, key: string, viewer: Viewer): Quarantine {
  return {
    size: `${cut ? 'The first ' : ''}${plural(rows.length, 'row', 'rows', viewer)}${cut ? '; the file has all' : ''}`,
    rows,
    downloadPath: quarantinePathOf(key),
    command: `npm run requeue -- ${file}`,
  };
}

export function quarantinePathOf(key: string): string {
  return `/uploads/quarantine.csv?key=${encodeURIComponent(key.toWellFormed())}`;
}
