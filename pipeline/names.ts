/** What everything is called. Stage `prod` has the plain names; every other stage has them with its own name behind. */
export interface Names {
  readonly stateMachine: string;
  readonly function: string;
  readonly crawler: string;
  readonly classifier: string;
  readonly database: string;
  readonly workGroup: string;
  readonly uploadRule: string;
}

/** The one table: its name is the folder's, since a crawler names a table by its folder. No stage is in it: each stage has its database. */
export const TABLE = 'processed';

export function namesFor(stage: string): Names {
  const dashed = stage === 'prod' ? '' : `-${stage}`;
  const underscored = stage === 'prod' ? '' : `_${stage.replaceAll('-', '_')}`;
  return {
    stateMachine: `orders-pipeline${dashed}`,
    function: `FilterAndProcessOrders${dashed}`,
    crawler: `orders_processed_crawler${underscored}`,
    classifier: `orders_csv${underscored}`,
    database: `orders_db${underscored}`,
    workGroup: `orders${dashed}`,
    uploadRule: `orders-upload${dashed}`,
  };
}
