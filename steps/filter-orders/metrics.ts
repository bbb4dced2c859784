import type { FilterResult } from './result';

export interface UploadMetrics {
  readonly result: FilterResult;
  /** What Lambda calls the function: the one dimension. */
  readonly functionName: string;
  readonly seconds: number;
  readonly now: Date;
}

const UNITS = {
  RowsRead: 'Count',
  RowsKept: 'Count',
  RowsDropped: 'Count',
  RowsQuarantined: 'Count',
  UploadBytes: 'Bytes',
  UploadSeconds: 'Seconds',
} as const;

/** What became of an upload's rows, as one log line in CloudWatch's embedded metric format; undefined where no row was read. */
export function uploadMetrics({ result: { filter, upload }, functionName, seconds, now }: UploadMetrics): object | undefined {
  if (!filter || !(Number(filter.read) > 0)) return undefined;
  const Metrics = Object.entries(UNITS).map(([Name, Unit]) => ({ Name, Unit }));
  return {
    _aws: { Timestamp: now.getTime(), CloudWatchMetrics: [{ Namespace: 'OrdersPipeline', Dimensions: [['FunctionName']], Metrics }] },
    FunctionName: functionName,
    RowsRead: filter.read,
    RowsKept: filter.kept,
    RowsDropped: filter.dropped,
    RowsQuarantined: filter.quarantined,
    UploadBytes: upload?.size ?? 0,
    UploadSeconds: seconds,
  };
}
