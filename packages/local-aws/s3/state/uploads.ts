import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createLock } from '../../data-folder/lock';
import { isFolder, type OnDamage, readStateFile } from '../../data-folder/state-file';
import { writeAtomically } from '../../data-folder/write-atomically';
import { s3Error } from '../protocol/s3-error';
import type { Incoming } from './incoming';
import { PART, type PartRecord, UPLOAD, type UploadRecord } from './records';

export interface Upload {
  readonly record: UploadRecord;
  /** By part number. */
  readonly parts: ReadonlyMap<number, PartRecord>;
}

/** The multipart uploads of a bucket that are neither completed nor aborted. */
export interface Uploads {
  /** In the order of key, then of start. */
  all(): readonly Upload[];
  /** Throws NoSuchUpload. */
  get(uploadId: string, key: string): Upload;
  start(record: UploadRecord): Promise<void>;
  /** Replaces a part of the same number. */
  putPart(uploadId: string, key: string, incoming: Incoming, part: PartRecord): Promise<void>;
  pathOf(uploadId: string, part: PartRecord): string;
  /** From this turn on the upload is not found; resolves when its files are gone. Throws NoSuchUpload. */
  remove(uploadId: string, key: string): Promise<void>;
}

interface MutableUpload extends Upload {
  readonly parts: Map<number, PartRecord>;
}

const UPLOAD_FILE = 'upload.json';

/** One folder per upload: `upload.json`, and per part a record, which is written last, and the file that it names. */
export async function openUploads(folder: string, incomingFolder: string, onDamage: OnDamage): Promise<Uploads> {
  const uploads = await load(folder, onDamage);
  const lock = createLock();
  const find = (uploadId: string, key: string): MutableUpload => {
    const upload = uploads.get(uploadId);
    if (upload?.record.key !== key) throw s3Error('NoSuchUpload', { UploadId: uploadId });
    return upload;
  };
  return {
    all: () => [...uploads.values()].sort((a, b) => Buffer.compare(Buffer.from(a.record.key), Buffer.from(b.record.key))),
    get: find,
    async start(record) {
      await writeAtomically(join(folder, record.uploadId, UPLOAD_FILE), JSON.stringify(record));
      uploads.set(record.uploadId, { record, parts: new Map() });
    },
    putPart: (uploadId, key, incoming, part) =>
      lock(async () => {
        const { parts } = find(uploadId, key);
        const replaced = parts.get(part.number);
        await rename(incoming.path, join(folder, uploadId, part.id));
        await writeAtomically(join(folder, uploadId, `${part.number}.json`), JSON.stringify(part));
        parts.set(part.number, part);
        if (replaced) await rm(join(folder, uploadId, replaced.id), { force: true });
      }),
    pathOf: (uploadId, part) => join(folder, uploadId, part.id),
    async remove(uploadId, key) {
      find(uploadId, key);
      uploads.delete(uploadId);
      await lock(async () => {
        const discarded = join(incomingFolder, uploadId);
        await rename(join(folder, uploadId), discarded);
        await rm(discarded, { recursive: true, force: true });
      });
    },
  };
}

async function load(folder: string, onDamage: OnDamage): Promise<Map<string, MutableUpload>> {
  await mkdir(folder, { recursive: true });
  const uploads = new Map<string, MutableUpload>();
  for (const uploadId of await readdir(folder)) {
    if (!isFolder(join(folder, uploadId))) continue;
    const upload = await loadOne(join(folder, uploadId), onDamage);
    if (upload) uploads.set(uploadId, upload);
    else await rm(join(folder, uploadId), { recursive: true, force: true });
  }
  return uploads;
}

/** What was cut off before its record was written is removed. */
async function loadOne(folder: string, onDamage: OnDamage): Promise<MutableUpload | undefined> {
  const names = await readdir(folder);
  const record = readStateFile(join(folder, UPLOAD_FILE), UPLOAD, onDamage);
  if (!record) return undefined;
  const parts = new Map<number, PartRecord>();
  for (const name of names.filter(name => /^\d+\.json$/.test(name))) {
    const part = readStateFile(join(folder, name), PART, onDamage);
    if (part) parts.set(part.number, part);
  }
  const known = new Set([UPLOAD_FILE, ...[...parts.values()].flatMap(part => [`${part.number}.json`, part.id])]);
  for (const name of names.filter(name => !known.has(name))) await rm(join(folder, name), { recursive: true, force: true });
  return { record, parts };
}
