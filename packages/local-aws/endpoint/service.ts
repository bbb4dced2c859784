import type { IncomingMessage, ServerResponse } from 'node:http';

/** One AWS service behind the local endpoint. */
export interface Service {
  /** The service's name in a signature's credential scope: `s3`, `states`, `glue`, `athena`, `lambda`. */
  readonly name: string;
  /** What it is asked for by name, where it has a list of that. */
  readonly operations?: readonly string[];
  /** Answers one request. The endpoint has checked the Host header; a `ServiceError` thrown by a JSON service is answered as AWS does. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Releases what the service holds; running work is ended. */
  close?(): Promise<void>;
}
