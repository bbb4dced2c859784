import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { RulesFor } from '../pipeline/ledger';
import { BYTES_CUTOFF } from '../pipeline/work-group';
import type { QueryInfo } from '../queries/load';
import { actionRoutes } from './action-routes';
import type { Actions } from './actions/actions';
import { analysisRoutes } from './analysis-routes';
import { assetsPath } from './assets';
import { dataRoutes } from './data-routes';
import { errorPages, notFound } from './errors';
import type { Executions } from './executions/executions';
import { FOLDERS } from './folders';
import type { Log } from './log';
import type { AwsConsole } from './pages/console';
import { createRender } from './render';
import { routes } from './routes';
import { sameOriginOnly } from './same-origin';
import { createPageSender } from './send-page';
import { signInGate } from './sign-in/gate';
import type { Sessions } from './sign-in/session';
import { uploadRoutes } from './upload-routes';
import { type Uploading, uploadingRoutes } from './uploading-routes';
import { createUploads } from './uploads/uploads';

export interface DashboardDeps {
  readonly runs: Executions;
  readonly queries: () => readonly QueryInfo[];
  /** Named to people who have yet to upload something. */
  readonly bucket: string;
  readonly log: Log;
  /** If set, people sign in, and a proxy in front terminates TLS. @default no sign-in */
  readonly sessions?: Sessions | undefined;
  /** Where that proxy puts the client's address. @default the last address in `X-Forwarded-For` */
  readonly clientAddressHeader?: string | undefined;
  /** Refuses requests with another Host header, which a foreign web page could send by DNS rebinding. @default false */
  readonly loopbackOnly?: boolean;
  /** What people on call may do. @default nothing */
  readonly actions?: Actions | undefined;
  /** How people upload files. @default no uploads */
  readonly uploading?: Uploading | undefined;
  /** After how many days the stage lets `raw/` expire. @default it never does */
  readonly rawDays?: number | null;
  /** By which rules an upload must be read today. @default not known: uploads that were read by older rules are not named */
  readonly rulesFor?: RulesFor | null;
  /** The bytes at which Athena cancels a query. @default the workgroup's own */
  readonly bytesCutoff?: number;
  /** Links to AWS's console; null where the pipeline does not run in an AWS account. @default null */
  readonly console?: AwsConsole | null;
  /** How long the front page's data is reused for all viewers, in milliseconds. @default 150 */
  readonly lookHolds?: number;
  readonly now?: () => Date;
}

export function createApp(deps: DashboardDeps): Express {
  const {
    runs,
    queries,
    bucket,
    log,
    sessions,
    clientAddressHeader,
    loopbackOnly = false,
    actions,
    uploading,
    rawDays = null,
    rulesFor = null,
    bytesCutoff = BYTES_CUTOFF,
    console = null,
    lookHolds = 150,
    now = () => new Date(),
  } = deps;
  const assets = assetsPath();
  const render = createRender({ assets, away: runs.away, canAct: actions !== undefined });
  const pages = createPageSender({ render, away: runs.away });
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(headers({ hasTls: sessions !== undefined }));
  app.use(compression());
  if (loopbackOnly) app.use(refuseForeignHosts);
  app.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  app.use(assets, express.static(FOLDERS.public, { immutable: true, maxAge: '365d', index: false }));
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'private, no-cache');
    next();
  });
  app.use(sameOriginOnly);
  if (sessions) {
    // The client's address is the one that the proxy in front appended, and no other.
    app.set('trust proxy', 1);
    app.use(signInGate({ sessions, render, clientAddressHeader }));
  }
  const uploads = createUploads({ runs, rawDays, rulesFor, now });
  app.use(actionRoutes({ actions, bucket, log, clientAddressHeader }));
  if (uploading)
    app.use(uploadingRoutes({ uploading, uploads, runs, pages, log, canSignOut: sessions !== undefined, clientAddressHeader, now }));
  app.use(dataRoutes({ runs }));
  app.use(uploadRoutes({ runs, uploads, pages, console, canUpload: uploading !== undefined, canSignOut: sessions !== undefined }));
  app.use(routes({ runs, uploads, queries, bucket, bytesCutoff, console, pages, canSignOut: sessions !== undefined, lookHolds, now }));
  app.use(analysisRoutes({ runs, uploads, queries, pages, isBilled: console !== null, canSignOut: sessions !== undefined }));
  app.use(notFound);
  app.use(errorPages({ render, log }));
  return app;
}

/** Nothing but our own files, nothing inline, no frames. Promises about TLS are made only where there is TLS. */
function headers({ hasTls }: { readonly hasTls: boolean }): RequestHandler {
  const self = ["'self'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: self,
        styleSrc: self,
        imgSrc: self,
        connectSrc: self,
        fontSrc: self,
        formAction: self,
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: hasTls,
    // Without it browsers hide the origin of our own forms from us too.
    referrerPolicy: { policy: 'same-origin' },
  });
}

const refuseForeignHosts: RequestHandler = (request, response, next) => {
  if (/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(request.headers.host ?? 'localhost')) next();
  else response.status(403).type('text').send(`The Host header must name this machine, got ${request.headers.host}\n`);
};
