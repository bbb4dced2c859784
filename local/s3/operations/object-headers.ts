import { checksumHeader } from '../integrity/checksum';
import { notImplemented, s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import type { ObjectRecord } from '../state/records';
import type { Headers } from './operation';
import { tagsFromHeader } from './tags';

/** Headers that are stored with an object and answered with it. */
const SYSTEM_HEADERS = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type', 'expires'] as const;
const REDIRECT = 'x-amz-website-redirect-location';
const STORAGE_CLASS = 'x-amz-storage-class';
const USER_METADATA = 'x-amz-meta-';
const MAX_USER_METADATA = 2048;
const DEFAULT_TYPE = 'binary/octet-stream';

/** Classes whose objects can be read at once. */
const STORAGE_CLASSES = ['STANDARD', 'REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'];

/** What a PUT, a copy or a new multipart upload says about the object. Throws MetadataTooLarge, InvalidStorageClass, NotImplemented. */
export function describedObject(request: S3Request): Pick<ObjectRecord, 'headers' | 'tags'> {
  refuseUnsupported(request);
  const tags = tagsFromHeader(request);
  return { headers: { ...systemHeaders(request), ...userMetadata(request), ...storageClass(request) }, ...(tags && { tags }) };
}

/** A copy keeps its source's headers, but for the storage class and the redirect, which are the request's own. */
export function inheritedHeaders(
  request: S3Request,
  source: ObjectRecord,
): { readonly headers: Record<string, string>; readonly isChanged: boolean } {
  const { [STORAGE_CLASS]: _class, [REDIRECT]: _redirect, ...kept } = source.headers;
  const redirect = request.header(REDIRECT);
  const own = [STORAGE_CLASS, REDIRECT, 'x-amz-server-side-encryption'];
  return {
    headers: { ...kept, ...storageClass(request), ...(redirect && { [REDIRECT]: redirect }) },
    isChanged: own.some(name => request.header(name) !== undefined),
  };
}

/** The class as a listing shows it. */
export function storageClassOf({ headers }: ObjectRecord): string {
  return headers[STORAGE_CLASS] ?? 'STANDARD';
}

/** The headers of a GET or HEAD, but for the length. */
export function answeredHeaders(object: ObjectRecord, request: S3Request): Headers {
  const tagCount = new URLSearchParams(object.tags).size;
  return {
    'accept-ranges': 'bytes',
    'last-modified': new Date(object.lastModified).toUTCString(),
    etag: `"${object.etag}"`,
    'x-amz-server-side-encryption': 'AES256',
    ...object.headers,
    'x-amz-tagging-count': tagCount || undefined,
    ...overrides(request),
  };
}

/** The headers that confirm a write. */
export function writtenHeaders(object: ObjectRecord): Headers {
  return { etag: `"${object.etag}"`, 'x-amz-server-side-encryption': 'AES256', ...checksumHeaders(object) };
}

export function checksumHeaders({ checksum }: Pick<ObjectRecord, 'checksum'>): Headers {
  return checksum ? { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type } : {};
}

function refuseUnsupported(request: S3Request): void {
  const encryption = request.header('x-amz-server-side-encryption');
  if (encryption !== undefined && encryption !== 'AES256') throw notImplemented(`x-amz-server-side-encryption: ${encryption}`);
  for (const header of ['x-amz-server-side-encryption-customer-algorithm', 'x-amz-object-lock-mode', 'x-amz-write-offset-bytes']) {
    if (request.header(header) !== undefined) throw notImplemented(header);
  }
}

function systemHeaders(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': DEFAULT_TYPE };
  for (const name of [...SYSTEM_HEADERS, REDIRECT]) {
    const value = request.header(name);
    if (value) headers[name] = value;
  }
  // The framing of this request's body is no property of the object.
  const encodings = headers['content-encoding']?.split(',').filter(encoding => encoding.trim().toLowerCase() !== 'aws-chunked');
  if (encodings?.length) headers['content-encoding'] = encodings.join(',').trim();
  else delete headers['content-encoding'];
  return headers;
}

function userMetadata(request: S3Request): Record<string, string> {
  const metadata: Record<string, string> = {};
  let size = 0;
  for (const name of new Set([...Object.keys(request.message.headers), ...request.query.keys()])) {
    if (!name.toLowerCase().startsWith(USER_METADATA)) continue;
    const value = request.header(name) ?? '';
    metadata[name.toLowerCase()] = value;
    size += name.length - USER_METADATA.length + value.length;
  }
  if (size > MAX_USER_METADATA) throw s3Error('MetadataTooLarge', { Size: size, MaxSizeAllowed: MAX_USER_METADATA });
  return metadata;
}

function storageClass(request: S3Request): Record<string, string> {
  const value = request.header(STORAGE_CLASS) ?? 'STANDARD';
  if (!STORAGE_CLASSES.includes(value)) throw s3Error('InvalidStorageClass', { StorageClassRequested: value });
  return value === 'STANDARD' ? {} : { [STORAGE_CLASS]: value };
}

/** `response-content-type=…` and its kin change this one answer. */
function overrides({ query }: S3Request): Headers {
  return Object.fromEntries(
    SYSTEM_HEADERS.flatMap(name => (query.has(`response-${name}`) ? [[name, query.get(`response-${name}`) ?? '']] : [])),
  );
}
