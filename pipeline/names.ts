/** The names of everything. Stage `prod` has the plain names; every other stage has them with `-<stage>` (`_<stage>` for Glue). */
export interface Names {
  readonly stateMachine: string;
  readonly function: string;
  readonly sweepFunction: string;
  readonly reportFunction: string;
  readonly crawler: string;
  readonly classifier: string;
  readonly database: string;
  readonly workGroup: string;
  readonly uploadRule: string;
  readonly endRule: string;
  readonly refreshSchedule: string;
}

/** The tables. A crawler names a table by its folder. No stage is in these names: each stage has its own database. */
export const TABLES = {
  processed: 'processed',
  dropped: 'dropped',
  uploads: 'uploads',
  snapshots: 'orders_snapshots',
} as const;

export function namesFor(stage: string): Names {
  const dashed = stage === 'prod' ? '' : `-${stage}`;
  const underscored = stage === 'prod' ? '' : `_${stage.replaceAll('-', '_')}`;
  return {
    stateMachine: `orders-pipeline${dashed}`,
    function: `FilterAndProcessOrders${dashed}`,
    sweepFunction: `SweepUploads${dashed}`,
    reportFunction: `ReportEnd${dashed}`,
    crawler: `orders_processed_crawler${underscored}`,
    classifier: `orders_csv${underscored}`,
    database: `orders_db${underscored}`,
    workGroup: `orders${dashed}`,
    uploadRule: `orders-upload${dashed}`,
    endRule: `orders-end${dashed}`,
    refreshSchedule: `orders-refresh${dashed}`,
  };
}
