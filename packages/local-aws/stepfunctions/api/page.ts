import { ServiceError } from '../../endpoint/service-error';
import { DEFAULT_RESULTS } from './request';

export interface PageRequest {
  readonly maxResults: number;
  readonly nextToken?: string | undefined;
}

/** A page of a list, and the token of the next: it names the last entry, so that what is added meanwhile moves nothing. */
export function pageOf<Item>(items: readonly Item[], { maxResults, nextToken }: PageRequest, nameOf: (item: Item) => string) {
  const from = nextToken === undefined ? 0 : items.findIndex(item => nameOf(item) === decodeToken(nextToken)) + 1;
  if (nextToken !== undefined && from === 0) throw invalidToken();
  const page = items.slice(from, from + (maxResults || DEFAULT_RESULTS));
  const last = page.at(-1);
  const more = from + page.length < items.length;
  return { page, nextToken: more && last !== undefined ? encodeToken(nameOf(last)) : undefined };
}

export function encodeToken(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (encodeToken(text) !== token) throw invalidToken();
  return text;
}

export function invalidToken(): ServiceError {
  return new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
}
