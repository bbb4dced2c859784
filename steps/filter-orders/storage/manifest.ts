import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { s3Status } from './s3-status';

const SucceededManifest = z.object({
  outcome: z.literal('Succeeded'),
  questions: z.string().optional(),
  filter: z.object({
    read: z.number(),
    kept: z.number(),
    dropped: z.number(),
    quarantined: z.number(),
    rules: z.record(z.string(), z.number()),
    examples: z.array(z.object({ line: z.number(), column: z.string().nullable(), rule: z.string() })),
    lineBreaksReplaced: z.number(),
    extraColumns: z.array(z.string()),
    quarantineKey: z.string().nullable(),
  }),
});

export type SucceededFilter = z.infer<typeof SucceededManifest>['filter'];

/** What the filter counted in an execution that succeeded and asked these questions; undefined for any other, and where there is no manifest. */
export async function findSucceeded(
  s3: S3Client,
  bucket: string,
  execution: string,
  questions: string | undefined,
): Promise<SucceededFilter | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `runs/${execution}.json` }));
    const manifest = SucceededManifest.safeParse(JSON.parse((await Body?.transformToString()) ?? 'null'));
    if (!manifest.success || (questions !== undefined && manifest.data.questions !== questions)) return undefined;
    return manifest.data.filter;
  } catch (error) {
    // To a role that may not list runs/, S3 says of a missing object that it is forbidden.
    if (s3Status(error) === 404 || s3Status(error) === 403 || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
