export type { ObjectCreated, ObjectDeleted, ObjectStore, StoredObject } from './object-store';
export { createS3, type S3Service } from './s3';
