import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Router } from 'express';
import { z } from 'zod';
import { downloadLines } from './data/download';
import { uploadsJson } from './data/uploads';
import { BadRequest, NotFound } from './errors';
import type { Executions } from './executions/executions';
import { pageNumber } from './page-number';
import { refreshAction, uploadActions } from './pages/actions';
import type { AwsConsole } from './pages/console';
import { answersCurrency } from './pages/currency';
import { uploadPage } from './pages/upload';
import { uploadsPage } from './pages/uploads';
import type { PageSender } from './send-page';
import { openQuarantine, readQuarantine } from './uploads/quarantine';
import type { Upload } from './uploads/upload';
import type { Uploads } from './uploads/uploads';
import { viewerOf } from './viewer';

export interface UploadRoutesOptions {
  readonly runs: Executions;
  readonly uploads: Uploads;
  readonly pages: PageSender;
  readonly console: AwsConsole | null;
  readonly canUpload: boolean;
  readonly canSignOut: boolean;
}

/** Seconds between looks for news. */
const IDLE = 5;

const listQuery = z.object({ page: pageNumber, q: z.string().max(1024).default('') });
const keyQuery = z.string().startsWith('raw/').max(1024);

/** Pages about the objects in `raw/` and how each was read. */
export function uploadRoutes({ runs, uploads, pages, console, canUpload, canSignOut }: UploadRoutesOptions): Router {
  const router = express.Router();
  const layout = { section: 'uploads', refreshSeconds: IDLE, canSignOut } as const;

  router.get('/uploads', async (request, response) => {
    const { data } = listQuery.safeParse(request.query);
    if (!data) throw new BadRequest('"page" must be a number, "q" a text to search for.');
    const viewer = viewerOf(request);
    const body = uploadsPage(await uploads.read(), { ...data, canUpload }, viewer);
    pages.send(request, response, { ...layout, title: 'Uploads', page: 'uploads', body, actions: [refreshAction()], viewer });
  });

  router.get('/uploads.json', async (_request, response) => {
    response.json(uploadsJson(await uploads.read()));
  });

  router.get('/uploads/upload', async (request, response) => {
    const upload = await find(request.query.key);
    const viewer = viewerOf(request);
    const { run, uploads: all } = await uploads.read();
    const quarantined = await readQuarantine(runs.reads, upload.key);
    const body = uploadPage({ upload, quarantined, currency: answersCurrency(run, all), console, canUpload, viewer });
    // An update would discard corrections that are being typed.
    const refreshSeconds = body.quarantine?.correction ? null : IDLE;
    pages.send(request, response, {
      ...layout,
      refreshSeconds,
      title: upload.key,
      page: 'upload',
      body,
      actions: uploadActions(upload),
      viewer,
    });
  });

  router.get('/uploads/quarantine.csv', async (request, response) => {
    const upload = await find(request.query.key);
    const file = await openQuarantine(runs.reads, upload.key);
    if (!file) throw new NotFound('This upload has no rows in quarantine.');
    const name = upload.key.slice(upload.key.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
    response.attachment(`quarantined-${name}.csv`).type('text/csv');
    // A plain number stays one in any column: corrected rows are sent again.
    await pipeline(Readable.from(downloadLines(file, () => 'number')), response);
  });

  return router;

  async function find(key: unknown): Promise<Upload> {
    const { data } = keyQuery.safeParse(key);
    if (data === undefined) throw new BadRequest('"key" must be the key of an upload, such as raw/orders.csv.');
    const upload = await uploads.find(data);
    if (!upload) throw new NotFound('There is no such upload.');
    return upload;
  }
}
