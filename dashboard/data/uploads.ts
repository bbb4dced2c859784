import { keyOfUpload } from '../../pipeline/upload-record';
import type { Upload } from '../uploads/upload';
import type { UploadsData } from '../uploads/uploads';

/** `/uploads.json`: numbers are text, as Athena and the records have them. */
export function uploadsJson({ run, uploads, coverage, withdrawn }: UploadsData) {
  return {
    asOf: run?.manifest?.asOf ?? null,
    execution: run?.name ?? null,
    coverage,
    uploads: uploads.map(uploadJson),
    withdrawn: withdrawn.map(({ name, uploadKey, stoppedAt }) => ({
      key: uploadKey,
      execution: name,
      at: stoppedAt?.toISOString() ?? null,
    })),
  };
}

function uploadJson({ key, state, open, since, etag, lastModified, record, counted }: Upload) {
  return {
    key,
    state,
    open,
    since: since.toISOString(),
    upload: counted?.upload || record?.upload || null,
    etag,
    lastModified: lastModified?.toISOString() ?? (record?.lastModified || null),
    outcome: record?.outcome ?? null,
    error: record?.error || null,
    execution: record?.execution || null,
    source: record?.source || counted?.source || null,
    shop: record?.shop ?? counted?.shop ?? null,
    currency: record?.currency || null,
    read: record?.read || null,
    kept: record?.kept || null,
    quarantined: record?.quarantined || '0',
    rows: counted?.rows ?? null,
    orders: counted?.orders ?? '0',
    replaced: counted?.replaced ?? '0',
    replacedBy: counted?.replacedBy ? (keyOfUpload(counted.replacedBy) ?? counted.replacedBy) : null,
    dropped: counted?.dropped ?? record?.dropped ?? '0',
    ambiguous: counted?.ambiguous ?? '0',
    otherCurrency: counted?.otherCurrency ?? '0',
    repeated: counted?.repeated ?? '0',
    clashes: counted?.clashes ?? '0',
    clashesWith: counted?.clashesWith ? (keyOfUpload(counted.clashesWith) ?? counted.clashesWith) : null,
    amount: counted?.amount ?? '0',
    firstDay: counted?.firstDay || null,
    lastDay: counted?.lastDay || null,
  };
}
