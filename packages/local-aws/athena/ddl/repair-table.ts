import type { Table } from '@aws-sdk/client-glue';
import type { Catalog } from '../../glue/catalog';
import type { ObjectStore } from '../../s3/object-store';
import { locate } from '../results/location';

/** Adds a partition for each folder `key=value/…/` below the table's location that holds a file and is none yet. Gives those that it added. */
export async function repairTable(
  { DatabaseName = '', Name = '', StorageDescriptor, PartitionKeys = [] }: Table,
  { catalog, objects }: { readonly catalog: Catalog; readonly objects: ObjectStore },
): Promise<string[]> {
  const { bucket, key } = locate(StorageDescriptor?.Location ?? '');
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  const keys = PartitionKeys.map(({ Name: name = '' }) => name);
  const known = new Set((await catalog.partitions(DatabaseName, Name)).map(({ Values = [] }) => JSON.stringify(Values)));
  const found = new Map<string, readonly string[]>();
  for (const object of await objects.list(bucket, prefix)) {
    const folders = object.key.slice(prefix.length).split('/').slice(0, -1).slice(0, keys.length);
    const pairs = folders.map(folder => folder.split('=').map(part => unescaped(part)));
    if (keys.length === 0 || pairs.length < keys.length || !keys.every((name, index) => pairs[index]?.[0]?.toLowerCase() === name))
      continue;
    const values = pairs.map(([, ...value]) => value.join('='));
    if (!known.has(JSON.stringify(values))) found.set(folders.join('/'), values);
  }
  const partitions = [...found].map(([folder, Values]) => ({
    Values: [...Values],
    StorageDescriptor: { ...StorageDescriptor, Location: `s3://${bucket}/${prefix}${folder}/` },
  }));
  await catalog.addPartitions(DatabaseName, Name, partitions);
  return [...found.keys()];
}

/** What is no escape, such as a lone percent sign, stays as it is. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
