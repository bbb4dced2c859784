import type { Request } from 'express';

/** The address of whoever asks: what the proxy put into `header`, else what Express makes of `X-Forwarded-For`. */
export function visitorOf(request: Request, header: string | undefined): string {
  return (header && request.get(header)) ?? request.ip ?? '';
}
