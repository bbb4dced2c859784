import { createHash } from 'node:crypto';

export interface StoredObject {
  readonly body: string;
  /** Without quotes. The same bytes have the same. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** What a bucket holds, by key. Never changed: a call that changes it gives another one. */
export type Storage = Readonly<Record<string, StoredObject>>;

/** One call to S3, as far as it can be told apart. */
export interface Call {
  readonly operation: 'Head' | 'Get' | 'Put' | 'Delete';
  readonly key: string;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly range?: string | undefined;
  readonly body?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly object?: StoredObject;
}

/** What S3 does with a call: at once, and whole. */
export function answer(storage: Storage, call: Call, now: number): { readonly storage: Storage; readonly answer: Answer } {
  const object = storage[call.key];
  const failed = (status: number) => ({ storage, answer: { status } });
  if (call.ifNoneMatch === '*' && object) return failed(412);
  if (call.ifMatch !== undefined) {
    if (!object) return failed(404);
    if (call.ifMatch !== `"${object.etag}"`) return failed(412);
  }
  switch (call.operation) {
    case 'Head':
    case 'Get':
      return object ? { storage, answer: { status: 200, object: cut(object, call.range) } } : failed(404);
    case 'Put': {
      const stored = objectOf(call.body ?? '', now);
      return { storage: { ...storage, [call.key]: stored }, answer: { status: 200, object: { ...stored, body: '' } } };
    }
    case 'Delete': {
      const { [call.key]: _, ...rest } = storage;
      return { storage: rest, answer: { status: 204 } };
    }
  }
}

export function objectOf(body: string, lastModified: number): StoredObject {
  return { body, etag: createHash('md5').update(body).digest('hex'), lastModified };
}

/** The bodies here are ASCII. */
function cut(object: StoredObject, range: string | undefined): StoredObject {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  return from === undefined ? object : { ...object, body: object.body.slice(Number(from), Number(to) + 1) };
}
