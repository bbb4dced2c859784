/** Where things live in the bucket. Athena reads every file under a table's prefix, so nothing else may be written there. */
export const PREFIXES = {
  /** Uploads, written by people. */
  raw: 'raw/',
  /** The data files of table `processed`: the orders that an upload keeps. */
  processed: 'processed/',
  /** The data files of table `dropped`: the orders that the rule dropped on the day of the upload. */
  dropped: 'dropped/',
  /** Rows that could not be understood. */
  quarantine: 'quarantine/',
  /** One record per key: what became of the upload. The data files of table `uploads`. */
  uploads: 'uploads/',
  /** One snapshot per execution, in Parquet. */
  orders: 'orders/',
  /** Query results. */
  enriched: 'enriched/',
  /** One manifest per execution. */
  runs: 'runs/',
  /** The manifests that hold results, named so that the first key is the latest. */
  latest: 'latest/',
  /** Which execution runs the queries for all that wait. */
  claims: 'claims/',
} as const;
