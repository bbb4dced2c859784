import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Service } from './service';
import { messageOf } from './service-error';

export interface Endpoint {
  /** For example `http://127.0.0.1:4566`. */
  readonly url: string;
  /** From now on these answer; a request that came before was told to try again. */
  serve(services: readonly Service[]): void;
  /** Stops listening, then closes every service. */
  close(): Promise<void>;
}

/**
 * Every service on one port of the loopback interface; port 0 takes a free one. A request goes to the service that its target header
 * or its path names, any other to S3. Rejects with `EADDRINUSE` if the port is taken.
 */
export async function openEndpoint(port: number): Promise<Endpoint> {
  const services = new Map<string, Service>();
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    const { host, origin } = request.headers;
    if (!isLoopback(host)) return refuse(response, 403, `The Host header must name this machine, got ${host}`);
    if (!isLoopback(origin?.replace(/^https?:\/\//, ''))) return refuse(response, 403, `A page of ${origin} may not use this endpoint`);
    if (services.size === 0) return refuse(response, 503, 'The laptop is still starting');
    const name = serviceOf(request);
    const service = services.get(name);
    if (!service) return refuse(response, 501, `The service ${name} is not supported on the laptop; see packages/local-aws/README.md`);
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

/** A page of another site is refused, whether it comes by address or through a name of its own (DNS rebinding). */
function isLoopback(host: string | undefined): boolean {
  return host === undefined || /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

const TARGETS: Readonly<Record<string, string>> = {
  AWSStepFunctions: 'states',
  AWSGlue: 'glue',
  AmazonAthena: 'athena',
  AWSEvents: 'events',
};

function serviceOf(request: IncomingMessage): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return TARGETS[target.split('.')[0] ?? ''] ?? target;
  if (request.url?.startsWith('/2015-03-31/functions')) return 'lambda';
  return 's3';
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
