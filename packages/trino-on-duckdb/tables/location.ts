import type { TableDefinition } from './definition';

/** The folder that a table's files are in; its prefix ends in a slash, or is empty. */
export function locationOf({ StorageDescriptor: storage }: TableDefinition): { readonly bucket: string; readonly prefix: string } {
  const [, bucket = '', prefix = ''] = /^s3[an]?:\/\/([^/]+)\/?(.*)$/.exec(storage?.Location ?? '') ?? [];
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}
