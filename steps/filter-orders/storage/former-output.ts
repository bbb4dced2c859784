import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { Provenance } from '../decide';
import { s3Status } from './s3-status';

/** The output that an earlier execution left. */
export interface FormerOutput {
  /** As S3 gives it, quotes included. */
  readonly etag: string;
  /** What it was made from; undefined where its metadata does not say. */
  readonly provenance: Provenance | undefined;
}

export async function findFormerOutput(s3: S3Client, bucket: string, key: string): Promise<FormerOutput | undefined> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return { etag: head.ETag ?? '', provenance: fromMetadata(head.Metadata) };
  } catch (error) {
    if (s3Status(error) === 404) return undefined;
    throw error;
  }
}

/** Someone else wrote the output after it was looked at: look, and decide, again. */
export class OutputChanged extends Error {
  override readonly name = 'OutputChanged';
}

/** Throws OutputChanged where the output is not `former` any more. Two executions may write the same bytes, which have the same ETag. */
export async function expectSameOutput(s3: S3Client, bucket: string, key: string, former: FormerOutput | undefined): Promise<void> {
  const now = await findFormerOutput(s3, bucket, key);
  if (now?.etag !== former?.etag || now?.provenance?.execution !== former?.provenance?.execution)
    throw new OutputChanged(`${key} changed while it was made anew`);
}

/**
 * User metadata is ASCII and 2 KB at most, so names are percent-encoded; the key is cut where it is very long, since it is there for people.
 */
export function toMetadata({ etag, sequencer, asOf, rule, execution }: Provenance, sourceKey: string): Record<string, string> {
  return {
    'source-key': encodeURIComponent(sourceKey).slice(0, 1000),
    'source-etag': etag,
    ...(sequencer && { 'source-sequencer': sequencer }),
    'as-of': asOf,
    rule,
    execution: encodeURIComponent(execution),
  };
}

const Name = z.string().transform((text, context) => {
  try {
    return decodeURIComponent(text);
  } catch {
    context.addIssue('expected a percent-encoded name');
    return z.NEVER;
  }
});

const Metadata = z.object({
  'source-etag': z.string(),
  'source-sequencer': z.string().optional(),
  'as-of': z.string(),
  rule: z.string(),
  execution: Name,
});

function fromMetadata(metadata: Record<string, string> | undefined): Provenance | undefined {
  const result = Metadata.safeParse(metadata ?? {});
  if (!result.success) return undefined;
  const { 'source-etag': etag, 'source-sequencer': sequencer, 'as-of': asOf, rule, execution } = result.data;
  return { etag, sequencer, asOf, rule, execution };
}
