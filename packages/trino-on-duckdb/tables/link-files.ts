import { linkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TrinoError } from '../trino-error';
import type { LinkedFile } from './linked-file';

/**
 * A second name for each file, so that a statement sees what was there when it began: objects are replaced by rename. Where the disk knows no
 * second names, or without a folder, the files are read where they are.
 */
export function linkFiles(files: readonly LinkedFile[], folder: string | undefined): LinkedFile[] {
  if (folder === undefined) return [...files];
  mkdirSync(folder, { recursive: true });
  return files.map((file, index) => {
    const path = join(folder, String(index));
    try {
      linkSync(file.path, path);
      return { ...file, path };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        throw new TrinoError('HIVE_CANNOT_OPEN_SPLIT', `Error opening Hive split ${file.url}: the file is gone`);
      return file;
    }
  });
}
