import { ACCOUNT } from '../../identity';
import { notImplemented, s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketNotificationConfiguration,
  getBucketVersioning,
  headBucket,
  isBucketName,
  listBuckets,
} from './buckets';
import { completeMultipartUpload } from './complete-multipart-upload';
import { copyObject } from './copy-object';
import { deleteObject } from './delete-object';
import { deleteObjects } from './delete-objects';
import { getObject, getObjectTagging, headObject } from './get-object';
import { listObjects, listObjectsV2, listObjectVersions } from './list-objects';
import { listMultipartUploads, listParts } from './list-uploads';
import { abortMultipartUpload, createMultipartUpload, uploadPart, uploadPartCopy } from './multipart';
import type { Operation } from './operation';
import { putObject } from './put-object';

type Routes = Readonly<Record<string, Operation>>;

/** By method, and by the query's parameter that names a sub-resource. */
const SERVICE: Routes = { GET: listBuckets };

/** A form of a browser: its fields, the policy among them, are in the body. */
const postObject: Operation = async () => {
  throw notImplemented('PostObject (uploading through a form)');
};

const BUCKET: Routes = {
  POST: postObject,
  GET: listObjects,
  HEAD: headBucket,
  PUT: createBucket,
  DELETE: deleteBucket,
  'GET location': getBucketLocation,
  'GET notification': getBucketNotificationConfiguration,
  'GET uploads': listMultipartUploads,
  'GET versioning': getBucketVersioning,
  'GET versions': listObjectVersions,
  'POST delete': deleteObjects,
};

const OBJECT: Routes = {
  GET: getObject,
  HEAD: headObject,
  PUT: putObject,
  DELETE: deleteObject,
  'GET tagging': getObjectTagging,
  'POST uploads': createMultipartUpload,
  'GET uploadId': listParts,
  'PUT uploadId': uploadPart,
  'POST uploadId': completeMultipartUpload,
  'DELETE uploadId': abortMultipartUpload,
};

/** Parameters that name another operation than the method alone would. */
const SUBRESOURCES = `accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle location
  logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock
  renameObject replication requestPayment restore retention select session tagging torrent uploadId uploads versioning versions
  website`.split(/\s+/);

/** With any method: a request would get, write or delete something else than it asked for. */
const NEVER_IGNORED = [
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-copy-source-server-side-encryption-customer-algorithm',
  'x-amz-if-match-last-modified-time',
  'x-amz-if-match-size',
];

/** A request that names a bucket's owner must name the right one. */
const OWNERS = ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner'];

/** Throws InvalidBucketName, AccessDenied, MethodNotAllowed, or NotImplemented with the name of what is missing. */
export function operationFor(request: S3Request): Operation {
  const { method, bucket, key, query } = request;
  if (bucket !== undefined && !isBucketName(bucket)) throw s3Error('InvalidBucketName', { BucketName: bucket });
  const unsupported = NEVER_IGNORED.find(name => request.header(name) !== undefined);
  if (unsupported) throw notImplemented(unsupported);
  if (OWNERS.some(name => (request.header(name) ?? ACCOUNT) !== ACCOUNT)) throw s3Error('AccessDenied');
  const subresource = SUBRESOURCES.find(name => query.has(name));
  const isCopy = request.header('x-amz-copy-source') !== undefined;
  if (key !== undefined && method === 'PUT' && isCopy && subresource === undefined) return copyObject;
  if (key !== undefined && method === 'PUT' && isCopy && subresource === 'uploadId') return uploadPartCopy;
  if (bucket !== undefined && key === undefined && method === 'GET' && query.get('list-type') === '2') return listObjectsV2;
  const [routes, resource] = key !== undefined ? [OBJECT, 'OBJECT'] : bucket !== undefined ? [BUCKET, 'BUCKET'] : [SERVICE, 'SERVICE'];
  const operation = routes[subresource === undefined ? method : `${method} ${subresource}`];
  if (operation) return operation;
  if (subresource !== undefined) throw notImplemented(`${method} ?${subresource} on ${key === undefined ? 'a bucket' : 'an object'}`);
  throw s3Error('MethodNotAllowed', { Method: method, ResourceType: resource });
}
