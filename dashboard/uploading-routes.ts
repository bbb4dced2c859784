import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import type { Checked, CheckFile } from '../pipeline/checked';
import type { UploadSettings } from '../pipeline/reading';
import { requeueSettings } from '../pipeline/requeue';
import { BadRequest, NotFound } from './errors';
import type { Executions } from './executions/executions';
import { createMemo } from './executions/memo';
import type { Log } from './log';
import { checkedPage } from './pages/checked';
import { bytesOf } from './pages/format';
import { uploadPathOf } from './pages/upload-summary';
import type { PageSender } from './send-page';
import { correctedRows } from './uploading/correct';
import { metadataOf } from './uploading/key';
import { receive } from './uploading/receive';
import type { Send } from './uploading/send';
import { fieldsOf, settingsOf } from './uploading/settings';
import type { Spool, SpooledFile } from './uploading/spool';
import { readQuarantine } from './uploads/quarantine';
import type { Uploads } from './uploads/uploads';
import { viewerOf } from './viewer';
import { visitorOf } from './visitor';

export interface Uploading {
  readonly send: Send;
  /** Undefined where the host does not have the filter: the execution says what it finds then. */
  readonly check: CheckFile | undefined;
  readonly spool: Spool;
  /** The largest file, in bytes. */
  readonly limit: number;
}

export interface UploadingRoutesOptions {
  readonly uploading: Uploading;
  readonly uploads: Uploads;
  readonly runs: Executions;
  readonly pages: PageSender;
  readonly log: Log;
  readonly canSignOut: boolean;
  readonly clientAddressHeader: string | undefined;
  readonly now: () => Date;
}

const followQuery = z.object({ key: z.string().startsWith('raw/'), since: z.iso.datetime() });
/** How many seconds an open page waits between looks. */
const LIVE = 2;

/** A file from someone's browser: first what the pipeline would make of it, then the upload, then its execution. Works without scripts. */
export function uploadingRoutes(options: UploadingRoutesOptions): Router {
  const { uploading, uploads, runs, pages, log, canSignOut, clientAddressHeader, now } = options;
  const { spool, limit, check, send } = uploading;
  const router = express.Router();
  const checks = createMemo<Checked>({ entries: 16 });
  const body = express.urlencoded({ extended: false, limit: '16kb' });
  const corrections = express.urlencoded({ extended: false, limit: '8mb', parameterLimit: 5000 });

  router.get('/uploads/new', (request, response) => {
    const viewer = viewerOf(request);
    pages.send(request, response, {
      title: 'Upload',
      page: 'upload-new',
      body: { limit: bytesOf(limit), canCheck: check !== undefined },
      section: 'uploads',
      canSignOut,
      viewer,
    });
  });

  router.post('/uploads/new', async (request, response) => {
    const { file, fields } = await receive(request, { spool, limit });
    response.redirect(303, checkPath(file.token, fields));
  });

  // Rows in quarantine that were corrected on the upload's page become an upload of their own, which is checked as any other.
  router.post('/uploads/correct', corrections, async (request, response) => {
    const form = z.looseObject({ key: z.string().startsWith('raw/').max(1024) }).safeParse(request.body ?? {}).data;
    if (!form) throw new BadRequest('"key" must be the key of an upload, such as raw/orders.csv.');
    const [upload, quarantined] = await Promise.all([uploads.find(form.key), readQuarantine(runs.reads, form.key)]);
    const corrected = quarantined && correctedRows(quarantined, form);
    if (!corrected) throw new BadRequest('No row was corrected: change what is wrong in at least one of them.');
    const { token } = await spool.take(corrected.key, Readable.from([Buffer.from(corrected.csv)]));
    const settings = fieldsOf(requeueSettings(upload?.record)).map(({ name, value }) => [name, value]);
    response.redirect(303, checkPath(token, Object.fromEntries(settings)));
  });

  router.get('/uploads/check/:token', async (request, response) => {
    const file = find(request.params.token);
    const result = settingsOf(request.query);
    const settings = 'settings' in result ? result.settings : {};
    const viewer = viewerOf(request);
    const pageBody = checkedPage({
      file,
      settings,
      problem: 'problem' in result ? result.problem : null,
      checked: check ? await checks(idOf(file, settings), () => check({ key: file.key, open: file.open, settings })) : null,
      isThere: (await uploads.soon())?.uploads.some(({ key, etag }) => key === file.key && etag !== null) ?? false,
      viewer,
    });
    pages.send(request, response, { title: `Check ${file.key}`, page: 'checked', body: pageBody, section: 'uploads', canSignOut, viewer });
  });

  router.post('/uploads/send/:token', body, async (request, response) => {
    const file = find(request.params.token);
    const result = settingsOf(request.body ?? {});
    if ('problem' in result) throw new BadRequest(result.problem);
    const { settings } = result;
    const metadata = Object.keys(settings).length === 0 ? '' : metadataOf(settings);
    if (metadata === undefined) throw new BadRequest('These settings are longer than S3 keeps beside an object.');
    const since = now().toISOString();
    await send(file.key, file.open(), metadata);
    await spool.drop(file.token);
    log.info({ action: 'upload', who: whoOf(request), key: file.key, bytes: file.bytes }, 'action');
    response.redirect(303, `/uploads/follow?key=${encodeURIComponent(file.key)}&since=${since}`);
  });

  router.post('/uploads/drop/:token', async (request, response) => {
    await spool.drop(request.params.token);
    response.redirect(303, '/uploads/new');
  });

  // Leads to the execution as soon as it is known: an open page looks again until then, with and without scripts.
  router.get('/uploads/follow', async (request, response) => {
    const { data } = followQuery.safeParse(request.query);
    if (!data) throw new BadRequest('"key" must be the key of an upload, "since" a time.');
    // The clocks of two machines differ by a little.
    const after = Date.parse(data.since) - 5000;
    const started = (await runs.recent()).filter(({ startedAt }) => startedAt.getTime() >= after);
    const known = await Promise.all(started.slice(0, 50).map(runs.complete));
    const found = known.findLast(({ uploadKey }) => uploadKey === data.key);
    if (found) return response.redirect(302, `/executions/${encodeURIComponent(found.name)}`);
    const text = `${data.key} is in the bucket. Its execution starts in a moment, and this page leads to it.`;
    const path = uploadPathOf(data.key);
    const viewer = viewerOf(request);
    pages.send(request, response, {
      title: 'Uploaded',
      page: 'uploaded',
      body: { text, path },
      section: 'uploads',
      refreshSeconds: LIVE,
      canSignOut,
      viewer,
    });
  });

  return router;

  function find(token: string): SpooledFile {
    const file = spool.find(token);
    if (!file) throw new NotFound('This file is no longer kept here: please choose it again.');
    return file;
  }

  function whoOf(request: Request): string {
    return visitorOf(request, clientAddressHeader);
  }
}

function checkPath(token: string, fields: Readonly<Record<string, string>>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  const query = new URLSearchParams(given).toString();
  return `/uploads/check/${token}${query && `?${query}`}`;
}

function idOf({ token }: SpooledFile, settings: UploadSettings): string {
  return `${token} ${createHash('sha256').update(JSON.stringify(settings)).digest('hex')}`;
}
