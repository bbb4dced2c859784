import * as z from 'zod';
import { REGION } from '../../identity';
import { notImplemented, s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import { xmlDocument } from '../protocol/xml';
import { wholeSeconds } from './create-object';
import { OWNER } from './list-objects';
import { limitOf } from './list-parameters';
import { bucketOf, type Context, type Operation } from './operation';
import { readDocument } from './payload';

/** In pages only where they are asked for. The token is the last name of the page before. */
export const listBuckets: Operation = async ({ storage }, request) => {
  const { query } = request;
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const records = storage.buckets().map(({ record }) => record);
  const isHere = (query.get('bucket-region') ?? REGION) === REGION;
  const wanted = records.filter(({ name }) => isHere && name.startsWith(prefix) && name > after);
  const page = query.has('max-buckets') ? wanted.slice(0, limitOf(request, 'max-buckets')) : wanted;
  const Bucket = page.map(({ name, createdAt }) => ({
    Name: name,
    CreationDate: createdAt,
    BucketRegion: query.size > 0 ? REGION : undefined,
  }));
  const ContinuationToken = page.length < wanted.length ? page.at(-1)?.name : undefined;
  return { status: 200, body: xmlDocument('ListAllMyBucketsResult', { Owner: OWNER, Buckets: { Bucket }, ContinuationToken }) };
};

const MAX_TAGS = 100;

const CONFIGURATION = z.object({
  CreateBucketConfiguration: z
    .object({ LocationConstraint: z.string().optional() })
    .or(z.literal('').transform((): { LocationConstraint?: string } => ({}))),
});

/** To the owner who creates a bucket again S3 answers 200 in us-east-1. */
export const createBucket: Operation = async (context, request) => {
  const name = request.bucket ?? '';
  await refuseRegion(request);
  if (request.header('x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') throw notImplemented('Object Lock');
  await makeBucket(context, name);
  return { status: 200, headers: { location: `/${name}` } };
};

/** Leaves a bucket that exists as it is. Throws InvalidBucketName. */
export async function makeBucket({ storage, now }: Context, name: string): Promise<void> {
  if (!isBucketName(name)) throw s3Error('InvalidBucketName', { BucketName: name });
  await storage.create({ name, createdAt: wholeSeconds(now()) });
}

export const headBucket: Operation = async (context, request) => {
  bucketOf(context, request);
  return { status: 200, headers: { 'x-amz-bucket-region': REGION, 'x-amz-access-point-alias': 'false' } };
};

export const deleteBucket: Operation = async (context, request) => {
  await context.storage.remove(request.bucket ?? '');
  return { status: 204 };
};

export const getBucketLocation: Operation = async (context, request) => {
  bucketOf(context, request);
  return { status: 200, body: xmlDocument('LocationConstraint') };
};

/** No bucket here has versions, nor ever had. */
export const getBucketVersioning: Operation = async (context, request) => {
  bucketOf(context, request);
  return { status: 200, body: xmlDocument('VersioningConfiguration') };
};

/** Every bucket sends its events to EventBridge, and nowhere else. */
export const getBucketNotificationConfiguration: Operation = async (context, request) => {
  bucketOf(context, request);
  return { status: 200, body: xmlDocument('NotificationConfiguration', { EventBridgeConfiguration: '' }) };
};

/** us-east-1 is the one region that must not be named. */
async function refuseRegion(request: S3Request): Promise<void> {
  if (Number(request.header('content-length') ?? 0) === 0) return;
  const { LocationConstraint: region } = (await readDocument(request, CONFIGURATION, MAX_TAGS)).CreateBucketConfiguration;
  if (region === undefined) return;
  if (region !== REGION && /^(EU|[a-z]{2}(-[a-z]+)+-\d)$/.test(region)) throw notImplemented(`A bucket in ${region}`);
  throw s3Error('InvalidLocationConstraint', { LocationConstraint: region });
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-)/.test(name) &&
    !/(-s3alias|--ols-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}
