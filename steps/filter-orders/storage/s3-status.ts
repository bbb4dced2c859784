import { S3ServiceException } from '@aws-sdk/client-s3';

/** The HTTP status of an error that S3 answered, else undefined. A HEAD has no body, so its errors have no other name. */
export function s3Status(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
