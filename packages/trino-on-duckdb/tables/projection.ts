import { notSupported, TrinoError } from '../trino-error';
import type { DataFile, TableDefinition } from './definition';
import { locationOf } from './location';

/** Partitions that no one registers: the table's settings say which there are and where. */
export interface Projection {
  readonly bucket: string;
  /** The folder of a partition, with a `${column}` for each value. */
  readonly template: string;
  readonly columns: readonly ProjectedColumn[];
}

interface ProjectedColumn {
  readonly name: string;
  /** Of an `enum` all of its values; an `injected` column has those that the query names. */
  readonly values?: readonly string[] | undefined;
}

/** The projection of a table, if it has one. Source: https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html */
export function projectionOf(table: TableDefinition, tableName: string): Projection | undefined {
  const { Parameters: parameters = {}, PartitionKeys: keys = [] } = table;
  if (parameters['projection.enabled']?.toLowerCase() !== 'true' || keys.length === 0) return undefined;
  const columns = keys.map(({ Name: name = '' }) => {
    const type = parameters[`projection.${name}.type`]?.toLowerCase();
    if (type === 'injected') return { name };
    const values = parameters[`projection.${name}.values`];
    if (type === 'enum' && values !== undefined) return { name, values: values.split(',').map(value => value.trim()) };
    if (type === undefined || type === 'enum')
      throw new TrinoError(
        'INVALID_TABLE_PROPERTY',
        `Table ${tableName} is configured for partition projection, but column ${name} is not`,
      );
    throw notSupported(`The partition projection type ${type} of column ${name} in table ${tableName}`);
  });
  const { bucket, prefix } = locationOf(table);
  const template = parameters['storage.location.template'];
  if (template === undefined)
    return { bucket, template: `${prefix}${columns.map(({ name }) => `${name}=\${${name}}/`).join('')}`, columns };
  const [, templateBucket = '', path = ''] = /^s3[an]?:\/\/([^/]+)\/?(.*)$/.exec(template) ?? [];
  return { bucket: templateBucket, template: path === '' || path.endsWith('/') ? path : `${path}/`, columns };
}

/** The prefixes under which the partitions lie whose injected columns have these values. */
export function projectedPrefixes({ template, columns }: Projection, injected: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  let prefixes = [''];
  for (const part of template.split(PLACEHOLDER)) {
    const column = columns.find(({ name }) => part === `\${${name}}`);
    const values = column && (column.values ? undefined : [...(injected.get(column.name) ?? [])]);
    // The values of an enum are separated after the listing.
    if (column && !values) break;
    prefixes = prefixes.flatMap(prefix => (values ?? [part]).map(value => prefix + value));
  }
  return [...new Set(prefixes)];
}

/** Those of the objects that lie in a partition, each with its values. */
export function projectedFiles(projection: Projection, objects: readonly DataFile[]): DataFile[] {
  const { columns } = projection;
  const places: number[] = [];
  const parts = projection.template.split(PLACEHOLDER).map(part => {
    const place = columns.findIndex(({ name }) => part === `\${${name}}`);
    if (place < 0) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    places.push(place);
    return '([^/]*)';
  });
  const pattern = new RegExp(`^${parts.join('')}(?![_.])[^/]+$`);
  return objects.flatMap(object => {
    const match = pattern.exec(object.key);
    if (!match) return [];
    const values = columns.map((_, column) => match[places.indexOf(column) + 1] ?? '');
    const isDeclared = columns.every((column, index) => column.values?.includes(values[index] ?? '') ?? true);
    return isDeclared ? [{ ...object, partition: values }] : [];
  });
}

const PLACEHOLDER = /(\$\{[^}]+\})/;
