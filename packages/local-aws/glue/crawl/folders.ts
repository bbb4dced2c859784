import { type FileSchema, formatOf, mergeSchemas, similarity } from './file-schema';

/** A file of a data store, as a classifier read it. */
export interface CrawledFile {
  /** Its folders below the root of the bucket. */
  readonly folders: readonly string[];
  readonly name: string;
  readonly schema: FileSchema;
}

/** A table that a crawler found: a folder, or a single file where the files of a folder do not go together. */
export interface FoundTable {
  /** Below the bucket; the last one names the table. */
  readonly folders: readonly string[];
  /** Only for a table of a single file. */
  readonly file?: string;
  readonly schema: FileSchema;
  readonly partitionKeys: readonly string[];
  readonly partitions: readonly FoundPartition[];
}

export interface FoundPartition {
  readonly values: readonly string[];
  readonly folders: readonly string[];
  readonly schema: FileSchema;
}

export interface Grouping {
  /** `CombineCompatibleSchemas`: what has the same format is one table, however its columns differ. */
  readonly combine: boolean;
  /** `TableLevelConfiguration`: the bucket is level 1. */
  readonly tableLevel?: number | undefined;
}

/** Schemas are alike when they share more than this, and a folder is one table when more than this share of its parts is alike. */
const THRESHOLD = 0.7;
/** A table is made of no more different schemas than this. */
const MOST_CLUSTERS = 5;

/**
 * Decides which folders are tables and which are partitions.
 * Sources: https://docs.aws.amazon.com/glue/latest/dg/crawler-s3-folder-table-partition.html,
 * https://repost.aws/knowledge-center/glue-crawler-detect-schema
 */
export function findTables(files: readonly CrawledFile[], root: readonly string[], grouping: Grouping): readonly FoundTable[] {
  if (grouping.tableLevel === undefined) {
    const { whole, tables } = resolveFolder(files, root, grouping);
    return whole ? [asTable(whole), ...tables] : tables;
  }
  const depth = Math.max(grouping.tableLevel - 1, root.length);
  return groupBy(files, file => JSON.stringify(file.folders.slice(0, depth))).flatMap(group => tablesAtLevel(group, depth));
}

/** A folder whose files and folders are one table, with the number of its levels of partitions. */
interface WholeFolder {
  readonly folders: readonly string[];
  readonly files: readonly CrawledFile[];
  readonly schema: FileSchema;
  readonly levels: number;
}

interface Resolved {
  readonly whole?: WholeFolder;
  /** The separate tables below this folder. */
  readonly tables: readonly FoundTable[];
}

function resolveFolder(files: readonly CrawledFile[], folders: readonly string[], grouping: Grouping): Resolved {
  const direct = files.filter(file => file.folders.length === folders.length);
  const deeper = files.filter(file => file.folders.length > folders.length);
  const here: Resolved = direct.length > 0 ? resolveFiles(direct, folders, grouping) : { tables: [] };
  if (deeper.length === 0) return here;

  const below = groupBy(deeper, file => file.folders[folders.length] ?? '').map(group =>
    resolveFolder(group, group[0]?.folders.slice(0, folders.length + 1) ?? [], grouping),
  );
  const wholes = below.flatMap(({ whole }) => whole ?? []);
  const tables = [...here.tables, ...below.flatMap(found => found.tables)];
  const depths = new Set(wholes.map(({ levels }) => levels));
  const [levels] = depths;
  const arePartitions = direct.length === 0 && wholes.length === below.length && depths.size === 1 && areAlike(wholes, grouping);
  if (!arePartitions || levels === undefined) return { tables: [...[here.whole ?? [], wholes].flat().map(asTable), ...tables] };
  const all = wholes.flatMap(whole => whole.files);
  return { whole: { folders, files: all, schema: mergeAll(all), levels: levels + 1 }, tables };
}

/** The files of one folder are one table, or each is one; a few of another format leave the rest together. */
function resolveFiles(files: readonly CrawledFile[], folders: readonly string[], grouping: Grouping): Resolved {
  const [main = [], ...others] = byFormat(files);
  const isOne = main.length / files.length > THRESHOLD && areAlike(main, grouping);
  if (!isOne) return { tables: files.map(fileTable) };
  return { whole: { folders, files: main, schema: mergeAll(main), levels: 0 }, tables: others.flat().map(fileTable) };
}

/** The level is configured, so all that has the most frequent format is the table; the folders that all its files have below it are partitions. */
function tablesAtLevel(files: readonly CrawledFile[], depth: number): FoundTable[] {
  const [main = [], ...others] = byFormat(files);
  const shallowest = Math.min(...main.map(file => file.folders.length));
  const folders = main[0]?.folders.slice(0, Math.min(depth, shallowest)) ?? [];
  const table = asTable({ folders, files: main, schema: mergeAll(main), levels: shallowest - folders.length });
  return [table, ...others.flat().map(fileTable)];
}

function areAlike(parts: readonly { readonly schema: FileSchema }[], { combine }: Grouping): boolean {
  const formats = new Set(parts.map(({ schema }) => formatOf(schema)));
  if (formats.size !== 1) return false;
  if (combine) return true;
  const clusters: FileSchema[][] = [];
  for (const { schema } of parts) {
    const cluster = clusters.find(([first]) => first && similarity(first, schema) > THRESHOLD);
    if (cluster) cluster.push(schema);
    else clusters.push([schema]);
  }
  return clusters.length <= MOST_CLUSTERS && Math.max(...clusters.map(cluster => cluster.length)) / parts.length > THRESHOLD;
}

function asTable({ folders, files, schema, levels }: WholeFolder): FoundTable {
  const depth = folders.length + levels;
  const groups = levels === 0 ? [] : groupBy(files, file => JSON.stringify(file.folders.slice(0, depth)));
  const paths = groups.map(group => ({ path: group[0]?.folders.slice(folders.length, depth) ?? [], group }));
  const keys = Array.from({ length: levels }, (_, level) => commonKey(paths.map(({ path }) => path[level] ?? '')));
  return {
    folders,
    schema,
    partitionKeys: keys.map((key, level) => key?.toLowerCase() ?? `partition_${level}`),
    partitions: paths.map(({ path, group }) => ({
      values: path.map((name, level) => (keys[level] === undefined ? name : name.slice(name.indexOf('=') + 1))),
      folders: [...folders, ...path],
      schema: mergeAll(group),
    })),
  };
}

/** `month` of `month=Jan` and `month=Feb`; undefined where the folders of a level do not all name the same key. */
function commonKey(names: readonly string[]): string | undefined {
  const keys = new Set(names.map(name => /^([^=]+)=/.exec(name)?.[1]));
  const [key] = keys;
  return keys.size === 1 ? key : undefined;
}

/** A file that is a separate table. */
export function fileTable(file: CrawledFile): FoundTable {
  return { folders: file.folders, file: file.name, schema: file.schema, partitionKeys: [], partitions: [] };
}

function mergeAll(files: readonly CrawledFile[]): FileSchema {
  return mergeSchemas(files.map(({ schema }) => schema));
}

/** What is known before what is not, then the most frequent format first. */
function byFormat(files: readonly CrawledFile[]): CrawledFile[][] {
  const rank = ([file]: readonly CrawledFile[]) => (file?.schema.csv || file?.schema.isParquet ? 0 : 1);
  return groupBy(files, file => formatOf(file.schema)).sort((a, b) => rank(a) - rank(b) || b.length - a.length);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
