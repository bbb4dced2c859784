import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseService } from './refuse';
import type { Service } from './service';
import { messageOf } from './service-error';
import { serviceOf } from './service-name';

export interface Endpoint {
  /** For example `http://127.0.0.1:4566`. */
  readonly url: string;
  /** Serves these from now on. Earlier requests were answered with 503. */
  serve(services: readonly Service[]): void;
  /** Stops listening, then closes every service. */
  close(): Promise<void>;
}

export interface EndpointOptions {
  /** How long a client may take to send the head of a request, in milliseconds. */
  readonly headersWithin?: number;
}

/**
 * Every service on one port of the loopback interface; port 0 takes a free one. A request goes to the service that its signature,
 * its target header or its path names, any other to S3. Rejects with `EADDRINUSE` if the port is taken.
 */
export async function openEndpoint(port: number, { headersWithin = 20_000 }: EndpointOptions = {}): Promise<Endpoint> {
  const services = new Map<string, Service>();
  // A body may take as long as it brings bytes (`patience.ts`): an upload can be large.
  const limits = { requestTimeout: 0, headersTimeout: headersWithin, connectionsCheckingInterval: Math.min(headersWithin, 5_000) };
  const server = createServer(limits, (request, response) => {
    const { host, origin } = request.headers;
    if (!isLoopback(host)) return refuse(response, 403, `The Host header must name this machine, got ${host}`);
    if (!isLoopback(origin?.replace(/^https?:\/\//, ''))) return refuse(response, 403, `A page of ${origin} may not use this endpoint`);
    letGo(request, response);
    if (services.size === 0) return refuse(response, 503, 'Local AWS is still starting');
    const name = serviceOf(request);
    const service = services.get(name);
    if (!service) return refuseService(request, response, name);
    service.handle(request, response).catch(error => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, messageOf(error));
    });
  });
  server.keepAliveTimeout = 65_000;
  await listen(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    serve(given) {
      for (const service of given) services.set(service.name, service);
    },
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await Promise.all([...services.values()].map(service => service.close?.()));
    },
  };
}

/** Clients put `sync-` in front of the host of some operations of Step Functions. A page of another site is refused, whether it comes by address or through its own name (DNS rebinding). */
function isLoopback(host: string | undefined): boolean {
  return host === undefined || /^((sync-)?(127\.0\.0\.1|localhost)|\[::1\])(:\d+)?$/i.test(host);
}

/** What a client still sends after its answer is dropped by Node, for this long. */
const AFTER_ANSWER_MS = 2_000;

/** Closes the connection of a client that has its answer and does not finish its request, which would be kept for ever. */
function letGo(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  response.once('finish', () => {
    if (request.complete) return;
    const timer = setTimeout(() => socket.destroySoon(), AFTER_ANSWER_MS).unref();
    request.once('close', () => clearTimeout(timer));
  });
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ message }));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
