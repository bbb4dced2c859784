import { checksumHeader } from '../integrity/checksum';
import { mailSafe } from '../protocol/mail-safe';
import type { Headers } from '../protocol/response';
import { notImplemented, s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import type { Xml } from '../protocol/xml';
import type { ObjectRecord } from '../state/records';

/** Headers that are stored with an object and answered with it. */
const SYSTEM_HEADERS = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type', 'expires'] as const;
const STORAGE_CLASS = 'x-amz-storage-class';
const USER_METADATA = 'x-amz-meta-';
const MAX_USER_METADATA = 2048;
const DEFAULT_TYPE = 'binary/octet-stream';

/** Classes whose objects can be read at once. */
const STORAGE_CLASSES = ['STANDARD', 'REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'];
/** Archives, and classes of buckets that are not here. */
const OTHER_CLASSES = ['GLACIER', 'DEEP_ARCHIVE', 'OUTPOSTS', 'SNOW', 'EXPRESS_ONEZONE', 'FSX_OPENZFS', 'FSX_ONTAP'];

/** ACLs that say what holds anyway in a bucket whose owner owns everything, as every new bucket's does. */
const NATURAL_ACLS = ['private', 'bucket-owner-full-control'];

const UNSUPPORTED = [
  ...['x-amz-object-lock-legal-hold', 'x-amz-object-lock-mode', 'x-amz-tagging', 'x-amz-website-redirect-location'],
  ...['x-amz-write-offset-bytes'],
];

/** What a PUT, a copy or a new multipart upload says about the object. Throws MetadataTooLarge, InvalidStorageClass, NotImplemented. */
export function describedHeaders(request: S3Request): Readonly<Record<string, string>> {
  refuseUnsupported(request);
  return { ...systemHeaders(request), ...userMetadata(request), ...storageClass(request) };
}

/** A copy keeps its source's headers, but not its storage class. */
export function inheritedHeaders(request: S3Request, source: ObjectRecord): Readonly<Record<string, string>> {
  refuseUnsupported(request);
  const { [STORAGE_CLASS]: _, ...headers } = source.headers;
  return { ...headers, ...storageClass(request) };
}

/** Does a copy change anything beside the metadata, so that an object may be copied onto itself? */
export function changesStorage(request: S3Request): boolean {
  return [STORAGE_CLASS, 'x-amz-server-side-encryption'].some(name => request.header(name) !== undefined);
}

export function storageClassOf({ headers }: ObjectRecord): string {
  return headers[STORAGE_CLASS] ?? 'STANDARD';
}

/** The headers of a GET or HEAD, but for the length. `response-content-type=…` and its kin change this one answer. */
export function responseHeaders(object: ObjectRecord, { query }: S3Request): Headers {
  const overrides = SYSTEM_HEADERS.flatMap(name => {
    const value = query.get(`response-${name}`);
    if (value === null) return [];
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return [[name, value]];
    const argument = { ArgumentName: `response-${name}`, ArgumentValue: value };
    throw s3Error('InvalidArgument', argument, 'Header value cannot be represented using ISO-8859-1.');
  });
  return {
    'accept-ranges': 'bytes',
    'last-modified': new Date(object.lastModified).toUTCString(),
    etag: `"${object.etag}"`,
    ...ENCRYPTED,
    ...Object.fromEntries(Object.entries(object.headers).map(([name, value]) => [name, isMetadata(name) ? mailSafe(value) : value])),
    ...Object.fromEntries(overrides),
  };
}

/** Since 2023 S3 encrypts every object and says so. */
export const ENCRYPTED = { 'x-amz-server-side-encryption': 'AES256' };

export function checksumHeaders({ checksum }: Pick<ObjectRecord, 'checksum'>): Headers {
  return checksum ? { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type } : {};
}

/** The same in XML. */
export function checksumElements({ checksum }: Pick<ObjectRecord, 'checksum'>): Readonly<Record<string, Xml>> {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {};
}

const GRANTS = ['full-control', 'read', 'read-acp', 'write-acp'].map(right => `x-amz-grant-${right}`);

function refuseUnsupported(request: S3Request): void {
  const encryption = request.header('x-amz-server-side-encryption');
  if (encryption !== undefined && encryption !== 'AES256') throw notImplemented(`x-amz-server-side-encryption: ${encryption}`);
  const header = UNSUPPORTED.find(name => request.header(name));
  if (header) throw notImplemented(header);
  const acl = request.header('x-amz-acl');
  if ((acl !== undefined && !NATURAL_ACLS.includes(acl)) || GRANTS.some(name => request.header(name) !== undefined))
    throw s3Error('AccessControlListNotSupported', { BucketName: request.bucket });
}

function systemHeaders(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': DEFAULT_TYPE };
  for (const name of SYSTEM_HEADERS) {
    const value = name === 'content-encoding' ? withoutFraming(request.header(name)) : request.header(name);
    if (value) headers[name] = value;
  }
  return headers;
}

/** `aws-chunked` is the encoding of the request's body, not of the object. */
function withoutFraming(encoding = ''): string {
  return encoding
    .split(',')
    .filter(one => one.trim().toLowerCase() !== 'aws-chunked')
    .join(',')
    .trim();
}

function userMetadata(request: S3Request): Record<string, string> {
  const names = new Set([...Object.keys(request.message.headers), ...request.query.keys()]);
  const metadata = [...names].filter(isMetadata).map(name => [name.toLowerCase(), request.header(name) ?? ''] as const);
  const size = metadata.reduce((sum, [name, value]) => sum + name.length - USER_METADATA.length + value.length, 0);
  if (size > MAX_USER_METADATA) throw s3Error('MetadataTooLarge', { Size: size, MaxSizeAllowed: MAX_USER_METADATA });
  return Object.fromEntries(metadata);
}

function isMetadata(name: string): boolean {
  return name.toLowerCase().startsWith(USER_METADATA);
}

function storageClass(request: S3Request): Record<string, string> {
  const value = request.header(STORAGE_CLASS) ?? 'STANDARD';
  if (OTHER_CLASSES.includes(value)) throw notImplemented(`${STORAGE_CLASS}: ${value}`);
  if (!STORAGE_CLASSES.includes(value)) throw s3Error('InvalidStorageClass', { StorageClassRequested: value });
  return value === 'STANDARD' ? {} : { [STORAGE_CLASS]: value };
}
