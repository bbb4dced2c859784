import type { FileHandle } from 'node:fs/promises';

/** An operation's response, before it is written to the wire. */
export interface S3Response {
  readonly status: number;
  readonly headers?: Headers;
  /** XML, or a part of an open file, which is closed when it has been sent. */
  readonly body?: string | FileSlice;
}

export type Headers = Readonly<Record<string, string | number | undefined>>;

export interface FileSlice {
  readonly file: FileHandle;
  readonly start: number;
  readonly length: number;
}
