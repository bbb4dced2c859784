import type { ErrorRequestHandler, RequestHandler } from 'express';
import { NoAnswer } from './executions/time-limit';
import type { Log } from './log';
import type { Render } from './render';
import { ForeignOrigin } from './same-origin';

/** A page that does not exist. The message is for the visitor. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
  readonly status = 404;
}

/** A request that makes no sense. The message is for the visitor. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly status = 400;
}

/** A file that is larger than this dashboard takes. The message is for the visitor. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  readonly status = 413;
}

/** Something that this dashboard may not do. The message is for the visitor. */
export class ActionsOff extends Error {
  override readonly name = 'ActionsOff';
  readonly status = 403;
}

export const notFound: RequestHandler = request => {
  throw new NotFound(`There is no page at ${request.path}.`);
};

/** An open page without scripts looks again after so long. */
const RETRY_SECONDS = 5;

export interface ErrorPagesOptions {
  readonly render: Render;
  readonly log: Log;
}

/** Every error as a page that says what to do, and nothing of how the house is built. */
export function errorPages({ render, log }: ErrorPagesOptions): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) {
      // A download has broken off: the visitor has left, or S3 has. Express's own handler would print it.
      log.info({ error, path: request.path }, 'response broken off');
      response.destroy();
      return;
    }
    const { status, heading, text } = describe(error);
    if (status >= 500) log.error({ error, path: request.path, status }, 'request failed');
    const body = { status, heading, text };
    response.set('Cache-Control', 'no-store').status(status);
    if (status >= 500) response.set('Retry-After', String(RETRY_SECONDS));
    if (request.path.endsWith('.json')) {
      response.json({ error: { status, message: text } });
      return;
    }
    // What may pass is tried again by the page itself.
    response.send(render({ title: heading, page: 'message', body, refreshSeconds: status >= 500 ? RETRY_SECONDS : null }));
  };
}

interface Description {
  readonly status: number;
  readonly heading: string;
  readonly text: string;
}

function describe(error: unknown): Description {
  if (error instanceof NotFound) return { status: 404, heading: 'Nothing here', text: error.message };
  if (error instanceof BadRequest) return { status: 400, heading: 'The request is not valid', text: error.message };
  if (error instanceof TooLarge) return { status: 413, heading: 'That is too large', text: error.message };
  if (error instanceof ActionsOff) return { status: 403, heading: 'Not here', text: error.message };
  if (error instanceof ForeignOrigin)
    return { status: 403, heading: 'Not from here', text: `${error.message} Please open the page here and try again.` };
  const status = statusOf(error);
  if (status < 500) return { status, heading: 'The request is not valid', text: 'The request could not be read.' };
  if (isFromAws(error)) {
    const reason = 'code' in error ? error.code : error.name;
    return {
      status: 502,
      heading: 'AWS did not answer',
      text: `The pipeline could not be read: ${reason}. Please try again.`,
    };
  }
  return { status: 500, heading: 'Something went wrong', text: 'This is our fault, and it has been logged. Please try again.' };
}

/** Express marks what it could not read (a broken escape in the path, a body that is too large) with a status of its own. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}

/** The SDK's errors carry `$metadata`; a connection that fails is a system error with a code. */
function isFromAws(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (error instanceof NoAnswer || '$metadata' in error || ('code' in error && /^E[A-Z]+$/.test(String(error.code))))
  );
}
