/** Where things live in the bucket. Athena reads every file under `processed/`, so nothing else may be written there. */
export const PREFIXES = {
  raw: 'raw/',
  processed: 'processed/',
  quarantine: 'quarantine/',
  enriched: 'enriched/',
  runs: 'runs/',
} as const;
