/**
 * A value of user metadata as S3 answers it: what is not plain ASCII is an encoded word of RFC 2047, of the characters that the received
 * bytes are in Latin-1. Quoted-printable where most of it is ASCII, else base64.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata
 */
export function mailSafe(value: string): string {
  const foreign = [...value].filter(character => !isPlain(character)).length;
  if (foreign === 0) return value;
  const bytes = Buffer.from(value, 'utf8');
  if (foreign * 2 >= [...value].length) return `=?UTF-8?B?${bytes.toString('base64')}?=`;
  return `=?UTF-8?Q?${[...bytes.toString('latin1')].map(quoted).join('')}?=`;
}

function isPlain(character: string): boolean {
  return /^[\t\x20-\x7e]$/.test(character);
}

function quoted(byte: string): string {
  if (byte === ' ') return '_';
  if (isPlain(byte) && !/[=_?\t]/.test(byte)) return byte;
  return `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
