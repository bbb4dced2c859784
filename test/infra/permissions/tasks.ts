import { z } from 'zod';
import { TABLES } from '../../../pipeline/names';
import { PREFIXES } from '../../../pipeline/prefixes';

/** A Task state, wherever in the definition it stands. */
export interface Task {
  readonly path: string;
  readonly resource: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly timeoutSeconds?: unknown;
}

const State = z.looseObject({ Type: z.string(), Resource: z.string().optional(), Arguments: z.record(z.string(), z.unknown()).optional() });
const Machine = z.looseObject({ States: z.record(z.string(), z.unknown()) });

/** Every Task of a machine: at the top, in the processor of a Map, in the branches of a Parallel, to any depth. */
export function tasksOf(machine: unknown, path = ''): readonly Task[] {
  const { States } = Machine.parse(machine);
  return Object.entries(States).flatMap(([name, json]) => {
    const state = State.parse(json);
    const here = `${path}/${name}`;
    const branches = Array.isArray(state.Branches) ? state.Branches : [];
    const inner = [state.ItemProcessor, state.Iterator, ...branches].filter(machineIn => machineIn !== undefined);
    const own =
      state.Type === 'Task'
        ? [{ path: here, resource: String(state.Resource), input: state.Arguments ?? {}, timeoutSeconds: state.TimeoutSeconds }]
        : [];
    return [...own, ...inner.flatMap(machineIn => tasksOf(machineIn, here))];
  });
}

export interface Surroundings {
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  /** The name of the machine itself. */
  readonly stateMachine: string;
}

/** The `action resource` pairs that a task needs of its role. Throws on a task that is not listed here. */
export function needs({ path, resource, input }: Task, at: Surroundings): readonly string[] {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${at.region}:${at.account}:${rest}`;
  const table = (database: string, ...names: readonly string[]) =>
    ['catalog', `database/${database}`, ...names.map(name => `table/${database}/${name}`)].map(rest => arn('glue', rest));
  const on = (actions: readonly string[], resources: readonly string[]) =>
    actions.flatMap(action => resources.map(each => `${action} ${each}`));
  const objects = (prefix: string) => `arn:aws:s3:::${at.bucket}/${prefix}*`;
  const text = (name: string, from: unknown = input) => z.string().parse(Object(from)[name]);

  switch (resource) {
    case 'arn:aws:states:::lambda:invoke':
      // Any version of it: an older definition names an older one.
      return on(['lambda:InvokeFunction'], [`${text('FunctionName')}:*`]);
    case 'arn:aws:states:::aws-sdk:glue:getCrawler':
    case 'arn:aws:states:::aws-sdk:glue:startCrawler':
      return on([sdkAction(resource)], [arn('glue', `crawler/${text('Name')}`)]);
    case 'arn:aws:states:::aws-sdk:glue:getTable':
    case 'arn:aws:states:::aws-sdk:glue:updateTable':
    case 'arn:aws:states:::aws-sdk:glue:createTable':
      return on([sdkAction(resource)], table(text('DatabaseName'), TABLES.processed));
    case 'arn:aws:states:::aws-sdk:s3:putObject':
      return on([sdkAction(resource)], [`arn:aws:s3:::${text('Bucket')}/${prefixOf(text('Key'))}*`]);
    case 'arn:aws:states:::aws-sdk:s3:getObject':
      // A missing object is then forbidden instead of missing, and both are caught alike: no right to list is needed.
      return on([sdkAction(resource)], [`arn:aws:s3:::${text('Bucket')}/${prefixOf(text('Key'))}*`]);
    case 'arn:aws:states:::aws-sdk:sfn:describeExecution':
      return on(['states:DescribeExecution'], [arn('states', `execution:${at.stateMachine}:*`)]);
    case 'arn:aws:states:::athena:startQueryExecution.sync': {
      const database = text('Database', input.QueryExecutionContext);
      const { bucket } = at;
      // The snapshot is made of three tables, and written; the queries read it.
      const { processed, dropped, uploads, orders, enriched } = PREFIXES;
      const isSnapshot = path === '/BuildOrders';
      const tables = isSnapshot ? [TABLES.processed, TABLES.dropped, TABLES.uploads] : [TABLES.snapshots];
      const read = isSnapshot ? [processed, dropped, uploads] : [orders];
      const written = isSnapshot ? [enriched, orders] : [enriched];
      return [
        // What Step Functions calls: .sync polls, and stops the query of an execution that is aborted.
        ...on(
          ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:StopQueryExecution'],
          [arn('athena', `workgroup/${text('WorkGroup')}`)],
        ),
        // What Athena does as the caller, by "Amazon Athena actions" and "Fine-grained access to databases and tables" of its guide.
        ...on(['athena:GetDataCatalog'], [arn('athena', `datacatalog/${text('Catalog', input.QueryExecutionContext)}`)]),
        ...on(['glue:GetDatabase'], [arn('glue', 'catalog'), arn('glue', `database/${database}`), arn('glue', 'database/default')]),
        ...on(['glue:GetTable', 'glue:GetPartitions'], table(database, ...tables)),
        ...on(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [`arn:aws:s3:::${bucket}`]),
        ...on(['s3:GetObject'], read.map(objects)),
        ...on(['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], written.map(objects)),
      ];
    }
    default:
      throw new Error(`${path}: expected a task of which the permissions are listed here, got ${resource}`);
  }
}

/** `arn:aws:states:::aws-sdk:glue:getTable` → `glue:GetTable`. */
function sdkAction(resource: string): string {
  const [service = '', action = ''] = resource.split(':').slice(-2);
  return `${service}:${action.charAt(0).toUpperCase()}${action.slice(1)}`;
}

/** `{% $prefixes.runs & … %}` → `runs/`. */
function prefixOf(expression: string): string {
  const name = /^\{%\s*\$prefixes\.(\w+)\s*&/.exec(expression)?.[1];
  const prefix = Object.entries(PREFIXES).find(([each]) => each === name)?.[1];
  if (prefix === undefined) throw new Error(`expected a key that begins with one of $prefixes, got ${expression}`);
  return prefix;
}
