import { join } from 'node:path';
import * as z from 'zod';
import { createLock } from '../data-folder/lock';
import { damaged, type OnDamage, printDamage, readStateFile, recordOf } from '../data-folder/state-file';
import { writeAtomically } from '../data-folder/write-atomically';
import type { Classifier, CrawlerSettings, DatabaseInput, PartitionInput, TableInput } from './inputs';

/** Everything that Glue keeps. Times are seconds since 1970 with a fraction, as they go over the wire. */
export interface GlueState {
  /** By lower-case name. */
  readonly databases: Map<string, Database>;
  readonly classifiers: Map<string, StoredClassifier>;
  readonly crawlers: Map<string, Crawler>;
}

export interface Database {
  readonly input: DatabaseInput;
  readonly createTime: number;
  /** By lower-case name. */
  readonly tables: Map<string, StoredTable>;
}

export interface StoredTable {
  readonly createTime: number;
  readonly createdBy: string;
  readonly input: TableInput;
  /** How often it was updated. */
  readonly version: number;
  readonly updateTime: number;
  /** By their values as JSON. */
  readonly partitions: Map<string, StoredPartition>;
}

export interface StoredPartition {
  readonly input: PartitionInput;
  readonly createTime: number;
}

export interface StoredClassifier {
  readonly input: Classifier;
  readonly creationTime: number;
  readonly lastUpdated: number;
  readonly version: number;
}

export interface Crawler {
  settings: CrawlerSettings;
  readonly creationTime: number;
  lastUpdated: number;
  version: number;
  /** The crawl under way. */
  current?: Crawl | undefined;
  /** The newest one that has ended. */
  last?: EndedCrawl;
}

export interface Crawl {
  readonly id: string;
  readonly startTime: number;
  readonly messagePrefix: string;
}

export interface EndedCrawl extends Crawl {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly errorMessage?: string;
}

export interface GlueStore {
  readonly state: GlueState;
  /** Resolves when the state as it is now is on disk, whole. */
  save(): Promise<void>;
}

/** What a catalogue's file is written as; one of another format is not guessed at. */
const FORMAT = 2;

/** Opens `<directory>/catalog.json`, or starts with an empty catalogue. A crawl that was cut off has failed. Rejects when another version of this project wrote the file. */
export async function openStore(directory: string, onDamage: OnDamage = printDamage): Promise<GlueStore> {
  const path = join(directory, 'catalog.json');
  const state = await readState(path, onDamage);
  for (const crawler of state.crawlers.values()) {
    const { current } = crawler;
    if (!current) continue;
    crawler.last = { ...current, status: 'FAILED', errorMessage: 'The crawl was cut off: the endpoint stopped while it ran' };
    delete crawler.current;
  }
  const lock = createLock();
  return { state, save: () => lock(() => writeAtomically(path, JSON.stringify({ format: FORMAT, ...state }, mapsAsEntries))) };
}

const CATALOG = {
  kind: 'catalogue',
  schema: z.looseObject({ format: z.number().optional(), databases: z.record(z.string(), z.unknown()) }),
  remedy: 'the catalogue is empty; what made its databases, crawlers and tables has to make them again, such as the next start and crawl',
};

const map = z.instanceof(Map);
const stateForm = recordOf<GlueState>(z.object({ databases: map, classifiers: map, crawlers: map }));

async function readState(path: string, onDamage: OnDamage): Promise<GlueState> {
  const empty = { databases: new Map(), classifiers: new Map(), crawlers: new Map() };
  const file = readStateFile(path, CATALOG, onDamage);
  if (!file) return empty;
  if (file.format !== FORMAT)
    throw new Error(
      `${path} was written by another version of this project. Remove it, and the next upload's crawl makes its tables again; or choose another data folder with LOCAL_AWS_DIR`,
    );
  const state = stateForm.safeParse(JSON.parse(JSON.stringify(file), entriesAsMaps));
  return state.success ? state.data : (damaged(path, CATALOG, 'it does not have the expected form', onDamage) ?? empty);
}

/** Names are people's own, so they are kept in maps: in a plain object `constructor` would be there from the start. */
function mapsAsEntries(_: string, value: unknown): unknown {
  return value instanceof Map ? { '~map': [...value] } : value;
}

function entriesAsMaps(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && '~map' in value && Array.isArray(value['~map']) ? new Map(value['~map']) : value;
}
