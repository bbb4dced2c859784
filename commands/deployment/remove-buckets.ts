import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  ListObjectVersionsCommand,
  paginateListBuckets,
  type S3Client,
} from '@aws-sdk/client-s3';
import { namesFor } from '../../pipeline/names';

/** How the name of every stage's stack begins. CloudFormation cuts the rest of it where a bucket's name would become too long. */
const BEGINNING = `${namesFor('prod').stateMachine}-`;

/** The buckets of a stack in the client's region, whether the stack is there or not: known by the tag that we give them. */
export async function findBuckets(s3: S3Client, stackName: string): Promise<readonly string[]> {
  const found: string[] = [];
  // A bucket of another region would not answer this client.
  const BucketRegion = await s3.config.region();
  for await (const { Buckets = [] } of paginateListBuckets({ client: s3 }, { Prefix: BEGINNING, BucketRegion })) {
    for (const { Name } of Buckets) if (Name !== undefined && (await isTagged(s3, Name, stackName))) found.push(Name);
  }
  return found;
}

async function isTagged(s3: S3Client, Bucket: string, stackName: string): Promise<boolean> {
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    return TagSet.some(({ Key, Value }) => Key === 'Pipeline' && Value === stackName);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchTagSet') return false;
    throw error;
  }
}

/** How often a bucket is emptied in which something has appeared again. */
const ROUNDS = 5;

/** Empties a bucket, older versions and delete markers too, removes it, and returns how many there were. */
export async function removeBucket(s3: S3Client, Bucket: string): Promise<number> {
  let removed = 0;
  for (let round = 1; ; round++) {
    removed += await emptyBucket(s3, Bucket);
    try {
      await s3.send(new DeleteBucketCommand({ Bucket }));
      return removed;
    } catch (error) {
      // S3 delivers access logs hours later: one can come in between.
      if (!(error instanceof Error && error.name === 'BucketNotEmpty') || round === ROUNDS) throw error;
    }
  }
}

async function emptyBucket(s3: S3Client, Bucket: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return removed;
    const { Errors: [failed] = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (failed) throw new Error(`could not remove ${failed.Key} of ${Bucket}: ${failed.Code}: ${failed.Message}`);
    removed += Objects.length;
  }
}
