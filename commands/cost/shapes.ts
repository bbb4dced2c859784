import type { Stage } from '../../infra/stages/stage';
import { CRAWL_DPUS, FILTER_MEGABYTES, PRICES } from '../../pipeline/prices';

/** What of a stage decides what an upload costs in queries and crawls. */
export interface Shape {
  readonly format: 'csv' | 'parquet';
  readonly crawl: 'always' | 'when needed';
  /** Seconds for which executions wait for each other, to share one set of queries; 0 for each its own. */
  readonly together: number;
}

export const DEFAULT_SHAPE: Shape = { format: 'csv', crawl: 'always', together: 0 };

/** The most that a stage takes for `together`. */
const LONGEST = 900;

/** Without any setting, with each alone, and with all. */
export const SHAPES: readonly { readonly name: string; readonly shape: Shape }[] = [
  { name: 'together: 0', shape: DEFAULT_SHAPE },
  { name: 'together: 10 (default)', shape: { ...DEFAULT_SHAPE, together: 10 } },
  { name: `together: ${LONGEST}`, shape: { ...DEFAULT_SHAPE, together: LONGEST } },
  { name: "format: 'parquet'", shape: { ...DEFAULT_SHAPE, format: 'parquet' } },
  { name: "crawl: 'when needed'", shape: { ...DEFAULT_SHAPE, crawl: 'when needed' } },
  { name: 'all together', shape: { format: 'parquet', crawl: 'when needed', together: LONGEST } },
];

/** Uploads as they arrive, evenly over the day, and what lies in the table by then. */
export interface Load {
  readonly uploadsPerDay: number;
  readonly megabytes: number;
  readonly tableGb: number;
  /** Objects that the table has: each upload leaves its own. */
  readonly files: number;
}

/** Shares of the table's size as CSV, as `npm run bench:bytes` measures them: those of a snapshot whose rows are dealt out. */
const READ = {
  /** BuildOrders reads `processed` and `dropped`, whole. */
  csv: 1,
  parquet: 0.17,
  /** The five queries over the snapshot, in Parquet with zstd: the columns that they name. */
  queries: 0.61,
  /** The largest of them, which names all columns that do not compress to nothing. */
  largest: 0.23,
  /** The query `uploads` over the snapshot. */
  uploads: 0.07,
} as const;

const QUERIES = 7;
/** Seconds that a crawl keeps others waiting; a sampled one does not grow with the table. */
const CRAWL_SECONDS = 60;
const DAY = 86_400;

/** How many sets of queries run on a day: one for each upload, or for each slot in which there is one. */
export function setsPerDay({ together }: Pick<Shape, 'together'>, uploadsPerDay: number): number {
  if (together === 0) return uploadsPerDay;
  return (DAY / together) * (1 - Math.exp((-uploadsPerDay * together) / DAY));
}

/** Crawls that are really made: uploads that arrive while one runs share the next. */
export function crawlsPerDay({ crawl }: Pick<Shape, 'crawl'>, uploadsPerDay: number): number {
  if (crawl === 'when needed' || uploadsPerDay === 0) return 0;
  const perSecond = uploadsPerDay / DAY;
  return DAY / (CRAWL_SECONDS + Math.exp(-perSecond * CRAWL_SECONDS) / perSecond);
}

/** Gigabytes that the largest query of a set reads: BuildOrders where it reads CSV, else one over the snapshot. The cutoff is compared with it. */
export function largestQueryGb({ format }: Pick<Shape, 'format'>, tableGb: number): number {
  return tableGb * Math.max(READ[format], READ.largest);
}

/** US dollars that one set of queries costs: bytes, with ten megabytes for each query at least, and the requests for each file. */
export function usdPerSet({ format }: Pick<Shape, 'format'>, { tableGb, files }: Pick<Load, 'tableGb' | 'files'>): number {
  const { athena, s3 } = PRICES;
  const least = athena.leastMegabytes / 1000;
  const gigabytes = Math.max(least, tableGb * READ[format]) + Math.max(least * (QUERIES - 1), tableGb * (READ.queries + READ.uploads));
  return (gigabytes / 1000) * athena.terabyteScanned + (files / 1000) * s3.thousandGets;
}

export interface Day {
  readonly sets: number;
  readonly crawls: number;
  readonly queriesUsd: number;
  readonly crawlsUsd: number;
  /** Everything else that grows with the uploads: transitions, functions, requests, storage. */
  readonly restUsd: number;
}

/** Transitions of an execution, and of one that waits for others to ask. */
const TRANSITIONS = 60;

/** What a day costs, without the host, the alarms and the key, which cost the same every day. */
export function dayOf(shape: Shape, load: Load): Day {
  const { glueCrawler, stepFunctions, lambda, s3 } = PRICES;
  const { uploadsPerDay, megabytes, tableGb } = load;
  const sets = setsPerDay(shape, uploadsPerDay);
  const crawls = crawlsPerDay(shape, uploadsPerDay);
  const seconds = 1 + megabytes / 40;
  const stored = tableGb * (1 + READ[shape.format]) * (s3.gbMonth / DAYS_OF_MONTH);
  const perUpload =
    (TRANSITIONS / 1000) * stepFunctions.thousandTransitions +
    seconds * (FILTER_MEGABYTES / 1024) * lambda.gbSecondArm +
    (20 / 1000) * s3.thousandPuts +
    (60 / 1000) * s3.thousandGets;
  return {
    sets,
    crawls,
    queriesUsd: sets * usdPerSet(shape, load),
    crawlsUsd: crawls * ((CRAWL_DPUS * glueCrawler.leastMinutes) / 60) * glueCrawler.dpuHour,
    restUsd: uploadsPerDay * perUpload + stored,
  };
}

const DAYS_OF_MONTH = 30.4;

/** What `docs/cost.md` assumes of Iceberg with a merge per slot, which is not built. */
const MERGE = {
  /** The files of the recent months, which a merge of their orders rewrites. */
  recentGb: 1,
  /** The ids of all orders, which a merge of orders of all months reads: a share of the table as CSV. */
  ids: 0.06,
  /** The sums of a million customers, which each of five queries reads. */
  sumsGb: 0.02,
  queries: 5,
} as const;

/** US dollars a day for the merges, the queries over their sums, and the compaction of what they wrote. */
export function mergesUsd({ uploadsPerDay, megabytes, tableGb }: Omit<Load, 'files'>, months: 'recent' | 'all'): number {
  const sets = setsPerDay({ together: LONGEST }, uploadsPerDay);
  const touchedGb = months === 'recent' ? MERGE.recentGb : MERGE.ids * tableGb;
  const uploadedGb = (uploadsPerDay * megabytes) / 1000;
  const compactedGb = months === 'recent' ? sets * MERGE.recentGb : uploadedGb;
  const gigabytes = uploadedGb + sets * (touchedGb + MERGE.queries * MERGE.sumsGb) + compactedGb;
  return (gigabytes / 1000) * PRICES.athena.terabyteScanned;
}

/** The load in the middle of a month, the first being 1, when every upload has its own key. */
export function loadInMonth(
  month: number,
  start: { readonly uploadsPerDay: number; readonly megabytes: number; readonly tableGb?: number },
): Load {
  const { uploadsPerDay, megabytes, tableGb = 0 } = start;
  const uploads = uploadsPerDay * DAYS_OF_MONTH * (month - 0.5);
  return { uploadsPerDay, megabytes, tableGb: tableGb + (uploads * megabytes) / 1000, files: 3 * uploads };
}

/** The first month of 36 in which a query would read more than the stage lets it; undefined where none does. */
export function monthOfCutoff(shape: Shape, start: Parameters<typeof loadInMonth>[1], cutoffBytes: number): number | undefined {
  for (let month = 1; month <= 36; month++) {
    if (largestQueryGb(shape, loadInMonth(month, start).tableGb) * 1e9 > cutoffBytes) return month;
  }
  return undefined;
}

/**
 * Gigabytes of CSV that the table may have while a day costs at most so much in queries and crawls, where every gigabyte came in uploads of
 * the given size; 0 where the first upload costs more.
 */
export function largestTableGb(shape: Shape, load: Pick<Load, 'uploadsPerDay' | 'megabytes'>, usd: number): number {
  const costs = (tableGb: number) => {
    const { queriesUsd, crawlsUsd } = dayOf(shape, { ...load, tableGb, files: (3 * tableGb * 1000) / load.megabytes });
    return queriesUsd + crawlsUsd;
  };
  if (costs(0) > usd) return 0;
  let [least, most] = [0, 1e7];
  while (most - least > 0.01) {
    const middle = (least + most) / 2;
    if (costs(middle) > usd) most = middle;
    else least = middle;
  }
  return least;
}

/** The shape that a stage has. */
export function shapeOf({ format, crawl, together }: Pick<Stage, 'format' | 'crawl' | 'together'>): Shape {
  return { format, crawl, together };
}
