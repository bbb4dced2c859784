import { createHash } from 'node:crypto';
import type { UploadSettings } from '../../pipeline/reading';
import type { Source } from '../../sources/source';

/** Counted up when the same file, read by the same sources and settings, is read otherwise than before. */
const READING_VERSION = 1;

/**
 * A short hash of the rules by which an upload is read: all sources, since a new one may fit it better, and the settings of the upload. An upload whose
 * record has another is due for another reading.
 */
export function sourceRules(sources: readonly Source[], settings: UploadSettings): string {
  const byName = [...sources].sort((one, other) => (one.name < other.name ? -1 : 1));
  return createHash('sha256')
    .update(stableJson([READING_VERSION, byName, settings]))
    .digest('hex')
    .slice(0, 16);
}

/** JSON whose keys are sorted: the order in which a client wrote its settings says nothing. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isObject(part) ? Object.fromEntries(Object.entries(part).sort()) : part));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
