import { NotCsv } from '../file-errors';

/** How many bytes are looked at. */
export const SIGNATURE_BYTES = 4096;

/** Refuses what is certainly no text of orders, by its first bytes. JSON is refused only where no header is found (`looksLikeJson`). */
export function refuseOtherFormats(head: Buffer): void {
  const what = formatOf(head);
  if (what) throw new NotCsv(...what);
}

export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

export const JSON_FORMAT = ['a JSON file', 'Write its orders as CSV: a header, then a line for each order'] as const;

type Format = readonly [what: string, remedy?: string];

const SIGNATURES: readonly (readonly [bytes: string, format: Format])[] = [
  ['d0cf11e0a1b11ae1', ['an Excel workbook of the years up to 2003 (.xls)']],
  ['25504446', ['a PDF', 'Export the orders from the shop as CSV']],
  ['50415231', ['a Parquet file', 'Write its orders as CSV']],
  ['89504e47', ['an image (PNG)', 'Export the orders from the shop as CSV']],
  ['ffd8ff', ['an image (JPEG)', 'Export the orders from the shop as CSV']],
  ['47494638', ['an image (GIF)', 'Export the orders from the shop as CSV']],
  ['28b52ffd', ['a file compressed with Zstandard', 'Decompress it, or compress it with gzip']],
  ['425a68', ['a file compressed with bzip2', 'Decompress it, or compress it with gzip']],
  ['fd377a585a00', ['a file compressed with xz', 'Decompress it, or compress it with gzip']],
  ['377abcaf271c', ['a 7-Zip archive', 'Unpack it, and upload the CSV inside']],
  ['526172211a07', ['a RAR archive', 'Unpack it, and upload the CSV inside']],
];

function formatOf(head: Buffer): Format | undefined {
  const hex = head.subarray(0, 8).toString('hex');
  // "PK", then an entry, an empty archive, or a part of several.
  if (/^504b(0304|0506|0708)/.test(hex)) return archive(head.toString('latin1'));
  const known = SIGNATURES.find(([bytes]) => hex.startsWith(bytes) && (bytes !== '425a68' || /^425a683[1-9]/.test(hex)));
  if (known) return known[1];
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .slice(0, 100)
    .toLowerCase();
  if (/^(<!doctype html|<html|<head|<body|<table)/.test(text))
    return ['an HTML page', 'It may be a page that asks to sign in: export the orders again'];
  if (/^<\?xml/.test(text)) return ['an XML file'];
  return undefined;
}

/** `head` holds the names of the archive's first entries. */
function archive(head: string): Format {
  if (head.includes('application/vnd.oasis.opendocument')) return ['an OpenDocument spreadsheet (.ods)'];
  if (/\[Content_Types\]\.xml|_rels\/|xl\//.test(head)) return ['an Excel workbook (.xlsx)'];
  return ['a ZIP archive', 'Unpack it, and upload the CSV inside'];
}
