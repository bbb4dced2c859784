import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  ListObjectVersionsCommand,
  paginateListBuckets,
  type S3Client,
} from '@aws-sdk/client-s3';

/** The buckets of a stack that are there, the stack or not: CloudFormation begins their names with the stack's, and we have tagged them. */
export async function findBuckets(s3: S3Client, stackName: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { Buckets = [] } of paginateListBuckets({ client: s3 }, { Prefix: `${stackName}-` })) {
    for (const { Name } of Buckets) if (Name !== undefined && (await isTagged(s3, Name, stackName))) found.push(Name);
  }
  return found;
}

/** Without the tag, `orders-pipeline-` would also begin the names of stage dev. */
async function isTagged(s3: S3Client, Bucket: string, stackName: string): Promise<boolean> {
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    return TagSet.some(({ Key, Value }) => Key === 'Pipeline' && Value === stackName);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchTagSet') return false;
    throw error;
  }
}

/** Empties a bucket, former versions and delete markers too, removes it, and tells how many of them there were. */
export async function removeBucket(s3: S3Client, Bucket: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) break;
    const { Errors: [failed] = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (failed) throw new Error(`could not remove ${failed.Key} of ${Bucket}: ${failed.Code}: ${failed.Message}`);
    removed += Objects.length;
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
  return removed;
}
