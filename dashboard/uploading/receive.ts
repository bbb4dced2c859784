import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { BadRequest, TooLarge } from '../errors';
import { keyOf } from './key';
import type { Spool, SpooledFile } from './spool';

export interface ReceiveOptions {
  readonly spool: Spool;
  /** Bytes. */
  readonly limit: number;
}

export interface Received {
  readonly file: SpooledFile;
  readonly fields: Readonly<Record<string, string>>;
}

/** Takes the one file of a `multipart/form-data` form, as it streams, and its short fields. Throws `TooLarge` and `BadRequest`. */
export async function receive(request: IncomingMessage, { spool, limit }: ReceiveOptions): Promise<Received> {
  const form = openForm(request.headers, limit);
  const fields: Record<string, string> = Object.create(null);
  let taking: Promise<SpooledFile> | undefined;
  const ended = new Promise<void>((resolve, reject) => {
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('file', (_field, stream, name) => {
      // Counted here, so that a file that is too large ends the stream with an error and is removed.
      const body = new PassThrough();
      body.on('error', reject);
      stream.on('limit', () => body.destroy(new TooLarge(`Expected a file of at most ${limit} bytes.`)));
      stream.on('error', error => body.destroy(error));
      stream.pipe(body);
      taking = spool.take(keyOf(name ?? ''), body);
      taking.catch(reject);
    });
    form.on('finish', resolve);
    form.on('error', error => reject(new BadRequest('The form could not be read.', { cause: error })));
    request.on('aborted', () => reject(new BadRequest('The form broke off.')));
  });
  try {
    request.pipe(form);
    await ended;
    if (!taking) throw new BadRequest('Please choose a file.');
    const file = await taking;
    if (file.bytes > 0) return { file, fields };
    await spool.drop(file.token);
    throw new BadRequest('The file is empty.');
  } finally {
    request.unpipe(form);
    request.resume();
  }
}

function openForm(headers: IncomingMessage['headers'], limit: number): BusboyInstance {
  const type = headers['content-type'];
  if (!type?.startsWith('multipart/form-data')) throw new BadRequest('Expected a form with a file.');
  const limits = { files: 1, fileSize: limit, fields: 30, fieldSize: 1000, fieldNameSize: 100, parts: 40 };
  const given: BusboyHeaders = { ...headers, 'content-type': type };
  try {
    return new Busboy({ headers: given, limits, preservePath: true });
  } catch (error) {
    throw new BadRequest('The form could not be read.', { cause: error });
  }
}
