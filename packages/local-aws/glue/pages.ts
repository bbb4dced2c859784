import { z } from 'zod';
import { ServiceError } from '../endpoint/service-error';

/** The two fields by which Glue's lists are read in pages. */
export const pageFields = { MaxResults: z.int().min(1).max(1000).optional(), NextToken: z.string().optional() };

/** The input of an operation that lists all there is. */
export const pageRequest = z.strictObject(pageFields);

/** One page of a list under the list's own name, with a token for the next page where there is one. */
export function page<T>(field: string, items: readonly T[], { MaxResults = 100, NextToken }: z.output<typeof pageRequest>) {
  const start = NextToken ? Number(Buffer.from(NextToken, 'base64url').toString()) : 0;
  if (!Number.isSafeInteger(start) || start < 0) throw new ServiceError('InvalidInputException', 'Invalid NextToken');
  const end = start + MaxResults;
  return {
    [field]: items.slice(start, end),
    ...(end < items.length && { NextToken: Buffer.from(String(end)).toString('base64url') }),
  };
}
