import { MAX_SETTINGS_BYTES, type UploadSettings } from '../../pipeline/reading';

/** S3 takes keys of 1,024 bytes; this leaves room for the prefix. */
const MAX_NAME_BYTES = 900;

/** The key for a file of this name. A browser may send a path, of which the last part is used. */
export function keyOf(fileName: string): string {
  const name = fileName
    .toWellFormed()
    .normalize('NFC')
    .slice(-2000)
    .replace(/^.*[/\\]/s, '')
    .replace(/\p{Cc}|\p{Cf}/gu, '')
    .replace(/^\.+/, '')
    .trim();
  return `raw/${cut(name) || 'upload.csv'}`;
}

/** The end is kept: it says what kind of file it is. */
function cut(name: string): string {
  let kept = name;
  while (Buffer.byteLength(kept) > MAX_NAME_BYTES) kept = kept.slice(1);
  return kept.toWellFormed();
}

/** The settings as the object's metadata: JSON in ASCII; undefined for more than S3 takes. */
export function metadataOf(settings: UploadSettings): string | undefined {
  const json = JSON.stringify(settings).replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return json.length > MAX_SETTINGS_BYTES ? undefined : json;
}
