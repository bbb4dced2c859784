import * as z from 'zod';
import { s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import { xmlDocument } from '../protocol/xml';
import type { ObjectRecord } from '../state/records';
import { type Context, type Operation, targetOf } from './operation';
import { readDocument } from './payload';

const MAX_TAGS = 10;
const MAX_TAG_KEY = 128;
const MAX_TAG_VALUE = 256;

/** The tags of `x-amz-tagging`, as they are kept: `a=1&b=2`. Throws InvalidTag. */
export function tagsFromHeader(request: S3Request): string | undefined {
  const header = request.header('x-amz-tagging');
  return header === undefined ? undefined : checked([...new URLSearchParams(header)]);
}

const TAGGING = z.object({
  Tagging: z.object({
    TagSet: z
      .object({ Tag: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]) })
      .or(z.string().transform(() => ({ Tag: [] }))),
  }),
});

export const getObjectTagging: Operation = async (context, request) => {
  const { bucket, key } = targetOf(context, request);
  const { tags } = existing(bucket.objects.get(key), key);
  const Tag = [...new URLSearchParams(tags)].map(([Key, Value]) => ({ Key, Value }));
  return { status: 200, body: xmlDocument('Tagging', { TagSet: { Tag } }) };
};

export const putObjectTagging: Operation = async (context, request) => {
  const { Tagging } = await readDocument(request, TAGGING);
  const tags = checked(Tagging.TagSet.Tag.map(({ Key, Value }) => [Key, Value]));
  await amendTags(context, request, object => ({ ...object, tags }));
  return { status: 200 };
};

export const deleteObjectTagging: Operation = async (context, request) => {
  await amendTags(context, request, ({ tags: _, ...object }) => object);
  return { status: 204 };
};

async function amendTags(context: Context, request: S3Request, change: (object: ObjectRecord) => ObjectRecord): Promise<void> {
  const { bucket, key } = targetOf(context, request);
  await bucket.amend(key, current => change(existing(current, key)));
}

function existing(object: ObjectRecord | undefined, key: string): ObjectRecord {
  if (!object) throw s3Error('NoSuchKey', { Key: key });
  return object;
}

function checked(tags: readonly (readonly [string, string])[]): string {
  if (tags.length > MAX_TAGS) throw s3Error('InvalidTag', {}, `Object tags cannot be greater than ${MAX_TAGS}`);
  if (new Set(tags.map(([key]) => key)).size < tags.length)
    throw s3Error('InvalidTag', {}, 'Cannot provide multiple Tags with the same key');
  for (const [key, value] of tags) {
    if (key === '' || key.length > MAX_TAG_KEY) throw s3Error('InvalidTag', { TagKey: key }, 'The TagKey you have provided is invalid');
    if (value.length > MAX_TAG_VALUE) throw s3Error('InvalidTag', { TagValue: value }, 'The TagValue you have provided is invalid');
  }
  const parameters = new URLSearchParams();
  for (const [key, value] of tags) parameters.append(key, value);
  return parameters.toString();
}
