export type { ObjectCreated, ObjectStore, StoredObject } from './object-store';
export { createS3, type S3Service } from './s3';
