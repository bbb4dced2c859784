import { isDeepStrictEqual } from 'node:util';
import type { CrawlerConfiguration, CrawlerSettings, PartitionInput, TableInput } from '../inputs';
import type { Database, StoredTable } from '../state';
import { currentVersion, newTable, updateTable } from '../tables';
import type { FoundTable } from './folders';
import { type CrawlContext, locationOf, nameWithHash, partitionDefinition, tableDefinition, tableName } from './table-definition';

/** What a crawler found under one of its include paths. */
export interface Findings {
  readonly context: CrawlContext;
  /** `s3://bucket/folder/`: tables of this crawler below it that were not found again are gone. */
  readonly path: string;
  readonly tables: readonly FoundTable[];
}

type Tables = Database['tables'];

/**
 * Writes what a crawl found into a database, as the crawler's policies say. New tables and partitions are always written.
 * Source: https://docs.aws.amazon.com/glue/latest/dg/crawler-configuration.html
 * @param time seconds since 1970
 */
export function writeTables(
  tables: Tables,
  findings: readonly Findings[],
  settings: CrawlerSettings,
  configuration: CrawlerConfiguration,
  time: number,
): void {
  const found = new Map<string, FoundTable>();
  for (const { context, tables: foundTables } of findings) {
    for (const table of foundTables) {
      const name = freeName(tables, found, table, context);
      found.set(name, table);
      writeTable(tables, name, table, context, settings, configuration, time);
    }
  }
  for (const { path } of findings) handleGone(tables, name => found.has(name), path, settings, time);
}

/** A name that a table at another place has goes with a hash of the location behind it. */
function freeName(tables: Tables, found: ReadonlyMap<string, FoundTable>, table: FoundTable, context: CrawlContext): string {
  const name = tableName(table, context);
  const location = locationOf(table, context);
  const existing = tables.get(name);
  const isTaken = existing ? !samePlace(currentVersion(existing).input.StorageDescriptor?.Location, location) : found.has(name);
  return isTaken ? nameWithHash(name, location) : name;
}

function writeTable(
  tables: Tables,
  name: string,
  found: FoundTable,
  context: CrawlContext,
  { SchemaChangePolicy }: CrawlerSettings,
  { CrawlerOutput }: CrawlerConfiguration,
  time: number,
): void {
  const definition = tableDefinition(found, name, context);
  const existing = tables.get(name);
  const table = existing ?? newTable(definition, `${context.crawler}/AWS-Crawler`, time);
  if (!existing) tables.set(name, table);

  const former = currentVersion(table).input;
  const update = CrawlerOutput?.Tables?.AddOrUpdateBehavior ?? SchemaChangePolicy?.UpdateBehavior ?? 'UPDATE_IN_DATABASE';
  const next = updated(former, definition, update, time);
  if (existing && !sameDefinition(former, next)) updateTable(table, next, time, { skipArchive: false });
  // Partitions of other keys than the table now has would belong to nothing.
  if (!isDeepStrictEqual(former.PartitionKeys, next.PartitionKeys)) table.partitions.clear();

  const inherits = CrawlerOutput?.Partitions?.AddOrUpdateBehavior === 'InheritFromTable';
  writePartitions(table, found, context, { inherits, update, time });
  if (existing) forgetPartitions(table, found, SchemaChangePolicy?.DeleteBehavior, time);
}

type UpdateBehavior = 'LOG' | 'UPDATE_IN_DATABASE' | 'MergeNewColumns';

/** With any of these changed, new columns would not do: `MergeNewColumns` then marks what it would merge as deprecated. */
const FUNDAMENTAL = ['classification', 'compressionType', 'delimiter'];

/** What a table or a partition is from now on. An update removes all that the crawler did not set. */
function updated<T extends Pick<TableInput, 'StorageDescriptor' | 'Parameters'>>(former: T, found: T, update: UpdateBehavior, time: number): T {
  if (update === 'LOG') return former;
  if (update === 'UPDATE_IN_DATABASE') return found;
  const changed = (key: string) => former.Parameters?.[key] !== undefined && former.Parameters[key] !== found.Parameters?.[key];
  if (FUNDAMENTAL.some(changed)) return { ...former, Parameters: deprecated(former.Parameters, time) };
  const columns = former.StorageDescriptor?.Columns ?? [];
  const names = new Set(columns.map(({ Name }) => Name));
  const added = (found.StorageDescriptor?.Columns ?? []).filter(({ Name }) => !names.has(Name));
  return added.length === 0 ? former : { ...former, StorageDescriptor: { ...former.StorageDescriptor, Columns: [...columns, ...added] } };
}

/** Alike but for the id of the run: then nothing has changed, and no version is due. */
function sameDefinition(a: TableInput, b: TableInput): boolean {
  return isDeepStrictEqual(withoutRun(a), withoutRun(b));
}

function withoutRun(input: TableInput): unknown {
  return JSON.parse(JSON.stringify(input, (key, value) => (key === 'CRAWL_RUN_ID' ? undefined : value)));
}

function writePartitions(
  table: StoredTable,
  found: FoundTable,
  context: CrawlContext,
  { inherits, update, time }: { inherits: boolean; update: UpdateBehavior; time: number },
): void {
  const parent = currentVersion(table).input;
  const keys = parent.PartitionKeys ?? [];
  for (const partition of found.partitions) {
    if (partition.values.length !== keys.length) continue;
    const own = partitionDefinition(partition, context);
    const key = JSON.stringify(partition.values);
    const former = table.partitions.get(key);
    const input = inherits ? inherited(own, parent) : former ? updated(former.input, own, update, time) : own;
    table.partitions.set(key, { input, createTime: former?.createTime ?? time });
  }
}

/** `InheritFromTable`: everything but the location is the table's. */
function inherited(own: PartitionInput, { StorageDescriptor, Parameters = {} }: TableInput): PartitionInput {
  return { ...own, Parameters, StorageDescriptor: { ...StorageDescriptor, Location: own.StorageDescriptor?.Location } };
}

type DeleteBehavior = NonNullable<CrawlerSettings['SchemaChangePolicy']>['DeleteBehavior'];

function forgetPartitions(
  { partitions }: StoredTable,
  found: FoundTable,
  behavior: DeleteBehavior = 'DEPRECATE_IN_DATABASE',
  time: number,
): void {
  const values = new Set(found.partitions.map(partition => JSON.stringify(partition.values)));
  for (const [key, partition] of partitions) {
    if (values.has(key) || behavior === 'LOG') continue;
    if (behavior === 'DELETE_FROM_DATABASE') partitions.delete(key);
    else partitions.set(key, { ...partition, input: { ...partition.input, Parameters: deprecated(partition.input.Parameters, time) } });
  }
}

/** Tables that this crawler wrote, of which nothing was found any more. */
function handleGone(
  tables: Tables,
  wasFound: (name: string) => boolean,
  path: string,
  { Name, SchemaChangePolicy }: CrawlerSettings,
  time: number,
): void {
  const behavior = SchemaChangePolicy?.DeleteBehavior ?? 'DEPRECATE_IN_DATABASE';
  for (const [name, table] of tables) {
    const { input } = currentVersion(table);
    const isOurs = input.Parameters?.UPDATED_BY_CRAWLER === Name && isBelow(input.StorageDescriptor?.Location, path);
    if (!isOurs || wasFound(name) || behavior === 'LOG') continue;
    if (behavior === 'DELETE_FROM_DATABASE') tables.delete(name);
    else if (!input.Parameters?.DEPRECATED_BY_CRAWLER)
      updateTable(table, { ...input, Parameters: deprecated(input.Parameters, time) }, time, { skipArchive: false });
  }
}

function deprecated(parameters: TableInput['Parameters'], time: number): Record<string, string> {
  return { ...parameters, DEPRECATED_BY_CRAWLER: parameters?.DEPRECATED_BY_CRAWLER ?? String(Math.round(time * 1000)) };
}

function samePlace(a: string | undefined, b: string): boolean {
  return a?.replace(/\/$/, '') === b.replace(/\/$/, '');
}

function isBelow(location: string | undefined, path: string): boolean {
  const folder = path.replace(/\/$/, '');
  return location !== undefined && (samePlace(location, folder) || location.startsWith(`${folder}/`));
}
