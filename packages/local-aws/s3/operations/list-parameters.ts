import { s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';

/** How keys are written into the answer of a listing. */
export type Encode = (key: string) => string;

/** `encoding-type=url`: for clients whose XML parser cannot take every character of a key. */
export function encodingOf({ query }: S3Request): Encode {
  const encoding = query.get('encoding-type');
  if (encoding === null) return key => key;
  if (encoding === 'url') return urlEncoded;
  throw s3Error(
    'InvalidArgument',
    { ArgumentName: 'encoding-type', ArgumentValue: encoding },
    'Invalid Encoding Method specified in Request',
  );
}

/** As Java's URLEncoder writes it, but for slashes: `a (1).csv` is `a+%281%29.csv`. */
function urlEncoded(key: string): string {
  const encoded = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
  return encoded.replaceAll(/[!'()~]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** S3 never answers with more than a thousand. */
const MAX_LIMIT = 1000;

export function limitOf(request: S3Request, name: string): number {
  return Math.min(integerOf(request, name, MAX_LIMIT), MAX_LIMIT);
}

export function integerOf({ query }: S3Request, name: string, unlessGiven: number): number {
  const value = query.get(name) ?? String(unlessGiven);
  const number = Number(value);
  if (/^-?\d+$/.test(value) && number >= 0 && number <= 2147483647) return number;
  const message =
    number < 0 ? `Argument ${name} must be an integer between 0 and 2147483647` : `Provided ${name} not an integer or within integer range`;
  throw s3Error('InvalidArgument', { ArgumentName: name, ArgumentValue: value }, message);
}
