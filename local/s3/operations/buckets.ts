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
  const region = query.get('bucket-region');
  const records = storage.buckets().map(({ record }) => record);
  const wanted = records.filter(({ name, region: its }) => name.startsWith(prefix) && name > after && its === (region ?? its));
  const page = query.has('max-buckets') ? wanted.slice(0, limitOf(request, 'max-buckets')) : wanted;
  const Bucket = page.map(({ name, createdAt, region: its }) => ({
    Name: name,
    CreationDate: createdAt,
    BucketRegion: query.size > 0 ? its : undefined,
  }));
  const ContinuationToken = page.length < wanted.length ? page.at(-1)?.name : undefined;
  return { status: 200, body: xmlDocument('ListAllMyBucketsResult', { Owner: OWNER, Buckets: { Bucket }, ContinuationToken }) };
};

const CONFIGURATION = z.object({
  CreateBucketConfiguration: z
    .object({ LocationConstraint: z.string().optional() })
    .or(z.string().transform(() => ({ LocationConstraint: undefined }))),
});

/** In us-east-1 S3 answers 200 to the owner who creates a bucket again; in every other region, BucketAlreadyOwnedByYou. */
export const createBucket: Operation = async (context, request) => {
  const name = request.bucket ?? '';
  const region = await requestedRegion(request);
  if (context.storage.has(name) && region !== REGION) throw s3Error('BucketAlreadyOwnedByYou', { BucketName: name });
  if (request.header('x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') throw notImplemented('Object Lock');
  await makeBucket(context, name, region);
  return { status: 200, headers: { location: `/${name}` } };
};

/** Leaves a bucket that exists as it is. Throws InvalidBucketName. */
export async function makeBucket({ storage, now }: Context, name: string, region = REGION): Promise<void> {
  if (!isBucketName(name)) throw s3Error('InvalidBucketName', { BucketName: name });
  await storage.create({ name, region, createdAt: wholeSeconds(now()) });
}

export const headBucket: Operation = async (context, request) => {
  const { region } = bucketOf(context, request).record;
  return { status: 200, headers: { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' } };
};

export const deleteBucket: Operation = async (context, request) => {
  await context.storage.remove(request.bucket ?? '');
  return { status: 204 };
};

export const getBucketLocation: Operation = async (context, request) => {
  const { region } = bucketOf(context, request).record;
  return { status: 200, body: xmlDocument('LocationConstraint', region === REGION ? undefined : region) };
};

async function requestedRegion(request: S3Request): Promise<string> {
  if (Number(request.header('content-length') ?? 0) === 0) return REGION;
  const { CreateBucketConfiguration } = await readDocument(request, CONFIGURATION);
  const region = CreateBucketConfiguration.LocationConstraint ?? REGION;
  if (
    region === '' ||
    (region === REGION && CreateBucketConfiguration.LocationConstraint) ||
    !/^(EU|[a-z]{2}(-[a-z]+)+-\d)$/.test(region)
  ) {
    throw s3Error('InvalidLocationConstraint', { LocationConstraint: region });
  }
  return region;
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
