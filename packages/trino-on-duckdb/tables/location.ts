import type { TableDefinition } from './definition';

/** The folder that a table's files are in; its prefix ends in a slash, or is empty. */
export function locationOf({ StorageDescriptor: storage }: TableDefinition): { readonly bucket: string; readonly prefix: string } {
  const [, bucket = '', prefix = ''] = /^s3[an]?:\/\/([^/]+)\/?(.*)$/.exec(storage?.Location ?? '') ?? [];
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}

/** Athena takes names that begin with a dot or an underscore for no data, folders included. */
export function isHidden(path: string): boolean {
  return path.split('/').some(part => part.startsWith('_') || part.startsWith('.'));
}
