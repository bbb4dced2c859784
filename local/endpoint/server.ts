import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Service } from './service';

export interface EndpointOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly services: readonly Service[];
}

export interface Endpoint {
  /** For example `http://127.0.0.1:4566`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Every service on one port of the loopback interface. A request goes to the service that its target header, path or signature names; else to S3. */
export async function startEndpoint({ port, services }: EndpointOptions): Promise<Endpoint> {
  const byName = new Map(services.map(service => [service.name, service]));
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    if (!isLoopback(request.headers.host))
      return refuse(response, 403, `The Host header must name this machine, got ${request.headers.host}`);
    const name = serviceOf(request);
    const service = byName.get(name);
    if (!service) return refuse(response, 501, `The service ${name} is not supported on the laptop; see docs/local.md`);
    service.handle(request, response).catch(error => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, error instanceof Error ? error.message : String(error));
    });
  });
  server.keepAliveTimeout = 65_000;
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await Promise.all(services.map(service => service.close?.()));
    },
  };
}

/** A page in a browser that reaches this port through a name of its own (DNS rebinding) is refused. */
function isLoopback(host: string | undefined): boolean {
  return host === undefined || /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

const TARGETS: Readonly<Record<string, string>> = { AWSStepFunctions: 'states', AWSGlue: 'glue', AmazonAthena: 'athena' };

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
