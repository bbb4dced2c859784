import type { Request } from 'express';

/** The client's address: what the proxy put into `header`, else what Express reads from `X-Forwarded-For`. */
export function visitorOf(request: Request, header: string | undefined): string {
  return (header && request.get(header)) ?? request.ip ?? '';
}
