import type { Request, RequestHandler } from 'express';

/** A request that changes something came from a page of another site. */
export class ForeignOrigin extends Error {
  override readonly name = 'ForeignOrigin';
  readonly status = 403;
}

/**
 * Accepts requests that change something only from pages of this site. Every browser sends their origin: in
 * `Sec-Fetch-Site` over TLS and on loopback, in `Origin` everywhere. A program that sends neither is not a browser, so no other site can misuse it.
 * Source: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html#fetch-metadata-headers
 */
export const sameOriginOnly: RequestHandler = (request, _response, next) => {
  const isRead = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
  if (!isRead && !isFromHere(request)) throw new ForeignOrigin('The request came from a page of another site.');
  next();
};

function isFromHere(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = request.get('origin');
  if (origin === undefined) return true;
  // A browser that says `same-origin` may hide the origin itself.
  if (origin === 'null') return site === 'same-origin';
  // A proxy may name itself in Host; what the visitor named is then in X-Forwarded-Host. A browser lets no page set either.
  const host = hostOf(origin);
  return site === 'same-origin' || (host !== undefined && [request.get('host'), request.get('x-forwarded-host')].includes(host));
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
