import type { Request } from 'express';
import { type Viewer, viewerOf as viewerFrom } from './pages/viewer';

/** What of the viewer decides how numbers and times are written. */
export function viewerOf({ headers }: Pick<Request, 'headers'>): Viewer {
  return viewerFrom({ acceptLanguage: headers['accept-language'], cookie: headers.cookie });
}
