import * as z from 'zod';
import { ServiceError } from '../../endpoint/service-error';

/** Checks an operation's input. Fails with `InvalidRequestException`, with each field at fault. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `Value at '${path.join('.') || 'input'}' failed to satisfy constraint: ${message}`,
  );
  throw invalidRequest(`${faults.length} validation error${faults.length > 1 ? 's' : ''} detected: ${faults.join('; ')}`);
}

export function invalidRequest(message: string, code = 'INVALID_INPUT'): ServiceError {
  return new ServiceError('InvalidRequestException', message, 400, { AthenaErrorCode: code });
}

/** A page of a list; the token is where the next one begins. Without a limit, or with 0, AWS takes its own. */
export function page<T>(
  items: readonly T[],
  { MaxResults = 0, NextToken }: { MaxResults?: number | undefined; NextToken?: string | undefined },
) {
  const from = NextToken === undefined ? 0 : Number(NextToken);
  if (!Number.isInteger(from) || from < 0) throw invalidRequest(`The NextToken ${NextToken} is not one of this list`);
  const to = from + (MaxResults === 0 ? 50 : MaxResults);
  return { items: items.slice(from, to), ...(to < items.length && { NextToken: String(to) }) };
}

export const pageFields = { MaxResults: z.int().min(0).max(50).optional(), NextToken: z.string().min(1).max(1024).optional() };

/** The one catalogue that is here. */
export const CATALOG = 'AwsDataCatalog';
export const catalogName = z.string().refine(name => name.toLowerCase() === CATALOG.toLowerCase(), `Member must be the catalog ${CATALOG}`);
