import { randomBytes, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { messageOf, ServiceError } from '../../endpoint/service-error';
import type { FileSlice, S3Response } from './response';
import { s3Error } from './s3-error';
import type { S3Request } from './s3-request';
import { errorDocument, type Xml } from './xml';

const READ_SIZE = 1024 * 1024;

export async function sendResponse(response: ServerResponse, { status, headers, body }: S3Response): Promise<void> {
  const known = Object.entries({ ...requestIds(), ...headers }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const head = Object.fromEntries(known);
  if (body === undefined) {
    response.writeHead(status, status === 200 ? { 'content-length': 0, ...head } : head).end();
  } else if (typeof body === 'string') {
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...head, 'content-type': 'application/xml', 'content-length': bytes.length }).end(bytes);
  } else {
    await sendFile(response, body, () => response.writeHead(status, head));
  }
}

async function sendFile(response: ServerResponse, { file, start, length }: FileSlice, begin: () => void): Promise<void> {
  try {
    begin();
    if (length === 0) return void response.end();
    await pipeline(file.createReadStream({ start, end: start + length - 1, highWaterMark: READ_SIZE, autoClose: false }), response);
  } finally {
    await file.close();
  }
}

/** An error as S3 writes it. What is no error of S3 is InternalError, with its message. */
export function errorResponse(error: unknown, request?: S3Request): S3Response {
  const known = error instanceof ServiceError ? error : s3Error('InternalError', {}, messageOf(error));
  const ids = requestIds();
  const fields = Object.fromEntries(Object.entries(known.fields).map(([name, value]) => [name, asXml(value)]));
  const content = { Code: known.code, Message: known.message, ...fields, Resource: resourceOf(request) };
  const document = errorDocument({ ...content, RequestId: ids['x-amz-request-id'], HostId: ids['x-amz-id-2'] });
  return { status: known.status, headers: ids, ...(request?.method !== 'HEAD' && { body: document }) };
}

function requestIds() {
  return {
    server: 'AmazonS3',
    'x-amz-request-id': randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase(),
    'x-amz-id-2': randomBytes(48).toString('base64'),
  };
}

function asXml(value: unknown): Xml {
  return value === undefined ? undefined : String(value);
}

function resourceOf(request: S3Request | undefined): string | undefined {
  if (!request) return undefined;
  return `/${[request.bucket, request.key].filter(part => part !== undefined).join('/')}`;
}
