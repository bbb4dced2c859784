import { isDeepStrictEqual } from 'node:util';
import type { CrawlerConfiguration, CrawlerSettings, PartitionInput, TableInput } from '../inputs';
import type { Database, StoredTable } from '../state';
import { newTable, updateTable } from '../tables';
import type { FoundTable } from './folders';
import { type CrawlContext, locationOf, nameWithHash, partitionDefinition, tableDefinition, tableName } from './table-definition';

/** What a crawler found under one of its include paths; tables of this crawler below it that were not found again are gone. */
export interface Findings extends CrawlContext {
  readonly tables: readonly FoundTable[];
}

type Tables = Database['tables'];

/** What a crawler does with what is there already. */
interface Policy {
  readonly update: 'LOG' | 'UPDATE_IN_DATABASE' | 'MergeNewColumns';
  readonly deletion: 'LOG' | 'DELETE_FROM_DATABASE' | 'DEPRECATE_IN_DATABASE';
  /** Partitions get everything but their location from the table. */
  readonly inherits: boolean;
  /** Seconds since 1970. */
  readonly time: number;
}

/**
 * Writes what a crawl found into a database, as the crawler's policies say. New tables and partitions are always written.
 * Source: https://docs.aws.amazon.com/glue/latest/dg/crawler-configuration.html
 * @param time seconds since 1970
 */
export function writeTables(
  tables: Tables,
  findings: readonly Findings[],
  { Name, SchemaChangePolicy }: CrawlerSettings,
  { CrawlerOutput }: CrawlerConfiguration,
  time: number,
): void {
  const policy: Policy = {
    update: CrawlerOutput?.Tables?.AddOrUpdateBehavior ?? SchemaChangePolicy?.UpdateBehavior ?? 'UPDATE_IN_DATABASE',
    deletion: SchemaChangePolicy?.DeleteBehavior ?? 'DEPRECATE_IN_DATABASE',
    inherits: CrawlerOutput?.Partitions?.AddOrUpdateBehavior === 'InheritFromTable',
    time,
  };
  const found = new Set<string>();
  for (const context of findings) {
    for (const table of context.tables) {
      const name = freeName(tables, table, context);
      found.add(name);
      writeTable(tables, name, table, context, policy);
    }
  }
  const isOurs = ({ Parameters, StorageDescriptor }: TableInput) =>
    Parameters?.UPDATED_BY_CRAWLER === Name && findings.some(({ target }) => isBelow(StorageDescriptor?.Location, target.Path));
  forget(
    tables,
    (name, { input }) => !found.has(name) && isOurs(input),
    (table, input) => updateTable(table, input, time),
    policy,
  );
}

/** A name that a table at another place has goes with a hash of the location behind it. */
function freeName(tables: Tables, table: FoundTable, context: CrawlContext): string {
  const name = tableName(table, context);
  const location = locationOf(table, context);
  const existing = tables.get(name);
  return existing && !samePlace(existing.input.StorageDescriptor?.Location, location) ? nameWithHash(name, location) : name;
}

function writeTable(tables: Tables, name: string, found: FoundTable, context: CrawlContext, policy: Policy): void {
  const definition = tableDefinition(found, name, context);
  const table = tables.get(name) ?? newTable(definition, `${context.settings.Name}/AWS-Crawler`, policy.time);
  tables.set(name, table);
  const previous = table.input;
  const next = updated(previous, definition, policy);
  if (!sameDefinition(previous, next)) updateTable(table, next, policy.time);
  // Partitions of other keys than the table now has would belong to nothing.
  if (!isDeepStrictEqual(previous.PartitionKeys, next.PartitionKeys)) table.partitions.clear();
  writePartitions(table, found, context, policy);
}

/** With any of these changed, new columns would not do: `MergeNewColumns` then marks what it would merge as deprecated. */
const FUNDAMENTAL = ['classification', 'compressionType', 'delimiter'];

type Described = Pick<TableInput, 'StorageDescriptor' | 'Parameters'>;

/** What a table or a partition is from now on. An update removes all that the crawler did not set. */
function updated<T extends Described>(previous: T, found: T, { update, time }: Policy): T {
  if (update === 'LOG') return previous;
  if (update === 'UPDATE_IN_DATABASE') return found;
  const changed = (key: string) => previous.Parameters?.[key] !== undefined && previous.Parameters[key] !== found.Parameters?.[key];
  if (FUNDAMENTAL.some(changed)) return deprecated(previous, time);
  const columns = previous.StorageDescriptor?.Columns ?? [];
  const names = new Set(columns.map(({ Name }) => Name));
  const added = (found.StorageDescriptor?.Columns ?? []).filter(({ Name }) => !names.has(Name));
  return added.length === 0
    ? previous
    : { ...previous, StorageDescriptor: { ...previous.StorageDescriptor, Columns: [...columns, ...added] } };
}

/** Alike but for the id of the run: then nothing has changed, and no version is due. */
function sameDefinition(a: TableInput, b: TableInput): boolean {
  return isDeepStrictEqual(withoutRun(a), withoutRun(b));
}

function withoutRun(input: TableInput): unknown {
  return JSON.parse(JSON.stringify(input, (key, value) => (key === 'CRAWL_RUN_ID' ? undefined : value)));
}

function writePartitions({ input: parent, partitions }: StoredTable, found: FoundTable, context: CrawlContext, policy: Policy): void {
  const values = new Set<string>();
  for (const partition of found.partitions) {
    const key = JSON.stringify(partition.values);
    values.add(key);
    if (partition.values.length !== parent.PartitionKeys?.length) continue;
    const own = partitionDefinition(partition, context);
    const previous = partitions.get(key);
    const input = policy.inherits ? inherited(own, parent) : previous ? updated(previous.input, own, policy) : own;
    partitions.set(key, { input, createTime: previous?.createTime ?? policy.time });
  }
  forget(
    partitions,
    key => !values.has(key),
    (partition, input) => Object.assign(partition, { input }),
    policy,
  );
}

/** `InheritFromTable`: everything but the location is the table's. */
function inherited(own: PartitionInput, { StorageDescriptor, Parameters = {} }: TableInput): PartitionInput {
  return { ...own, Parameters, StorageDescriptor: { ...StorageDescriptor, Location: own.StorageDescriptor?.Location } };
}

/** What becomes of tables or partitions of which nothing was found any more. */
function forget<T extends { readonly input: Described }>(
  stored: Map<string, T>,
  isGone: (key: string, one: T) => boolean,
  update: (one: T, input: T['input']) => void,
  { deletion, time }: Policy,
): void {
  if (deletion === 'LOG') return;
  for (const [key, one] of stored) {
    if (!isGone(key, one)) continue;
    if (deletion === 'DELETE_FROM_DATABASE') stored.delete(key);
    else if (!one.input.Parameters?.DEPRECATED_BY_CRAWLER) update(one, deprecated(one.input, time));
  }
}

/** In milliseconds. */
function deprecated<T extends Described>(input: T, time: number): T {
  return { ...input, Parameters: { DEPRECATED_BY_CRAWLER: String(Math.round(time * 1000)), ...input.Parameters } };
}

function samePlace(a: string | undefined, b: string): boolean {
  return a?.replace(/\/$/, '') === b.replace(/\/$/, '');
}

function isBelow(location: string | undefined, path: string): boolean {
  const folder = path.replace(/\/$/, '');
  return location !== undefined && (samePlace(location, folder) || location.startsWith(`${folder}/`));
}
