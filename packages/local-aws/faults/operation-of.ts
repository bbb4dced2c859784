import type { IncomingMessage } from 'node:http';

export interface Call {
  /** As AWS names it, such as `PutObject`; empty for what has no name here. */
  readonly operation: string;
  /** Of S3, decoded. */
  readonly key: string | undefined;
}

/** What a request asks for, by its target header or, of S3 and Lambda, by method and path. */
export function callOf(service: string, { headers, method = 'GET', url = '/' }: Pick<IncomingMessage, 'headers' | 'method' | 'url'>): Call {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return { operation: target.split('.')[1] ?? '', key: undefined };
  // It has no other.
  if (service === 'sts') return { operation: STS, key: undefined };
  if (service === 'lambda') return { operation: lambdaOperation(url), key: undefined };
  return service === 's3' ? s3Call(method, url, headers['x-amz-copy-source'] !== undefined) : { operation: '', key: undefined };
}

const STS = 'GetCallerIdentity';

function lambdaOperation(url: string): string {
  if (/\/invocations(\?|$)/.test(url)) return 'Invoke';
  return /\/configuration(\?|$)/.test(url) ? 'GetFunctionConfiguration' : 'ListFunctions';
}

const OBJECT: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
  'GET tagging': 'GetObjectTagging',
  'POST uploads': 'CreateMultipartUpload',
  'GET uploadId': 'ListParts',
  'PUT uploadId': 'UploadPart',
  'POST uploadId': 'CompleteMultipartUpload',
  'DELETE uploadId': 'AbortMultipartUpload',
};

const BUCKET: Readonly<Record<string, string>> = {
  GET: 'ListObjects',
  'GET list-type': 'ListObjectsV2',
  'GET location': 'GetBucketLocation',
  'GET notification': 'GetBucketNotificationConfiguration',
  'GET versioning': 'GetBucketVersioning',
  'GET versions': 'ListObjectVersions',
  'GET uploads': 'ListMultipartUploads',
  'POST delete': 'DeleteObjects',
  HEAD: 'HeadBucket',
  PUT: 'CreateBucket',
  DELETE: 'DeleteBucket',
};

/** The operations of the services that name them neither in a header nor in their own list. */
export const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  sts: [STS],
  lambda: ['Invoke', 'GetFunctionConfiguration', 'ListFunctions'],
  s3: [...Object.values(OBJECT), ...Object.values(BUCKET), 'CopyObject', 'UploadPartCopy', 'ListBuckets'],
};

function s3Call(method: string, url: string, isCopy: boolean): Call {
  const [path = '', query = ''] = url.split('?');
  const [, bucket, ...segments] = path.split('/');
  if (!bucket) return { operation: method === 'GET' ? 'ListBuckets' : '', key: undefined };
  const key = decode(segments.join('/')) || undefined;
  const parameters = new URLSearchParams(query);
  const part = ['uploads', 'uploadId', 'list-type', 'location', 'notification', 'tagging', 'versioning', 'versions', 'delete'].find(name =>
    parameters.has(name),
  );
  const operations = key === undefined ? BUCKET : OBJECT;
  const operation = operations[part === undefined ? method : `${method} ${part}`] ?? '';
  return { key, operation: isCopy ? operation.replace('PutObject', 'CopyObject').replace('UploadPart', 'UploadPartCopy') : operation };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
