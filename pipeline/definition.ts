import { createHash } from 'node:crypto';
import type { Query } from '../queries/load';
import { type ModelSettings, ordersModel, SNAPSHOT_TABLES, uploadsQuery } from '../queries/model';
import { withNamesInFront } from '../queries/names-in-front';
import { fillDefinition } from '../statemachine/fill-definition';
import { AMBIGUOUS_SIGNS, currencyCodes } from './currencies';
import type { Names } from './names';
import { PREFIXES } from './prefixes';
import { type Rules, rulesName } from './rules';
import type { TableFormat } from './table-format';
import { declaredTables } from './tables';

/** What a stage may declare of how its pipeline works. */
export interface PipelineSettings {
  readonly rules: Rules;
  /** The currency of the answers, ISO 4217; empty: that of the oldest upload that shows one. */
  readonly currency: string;
  /** `when needed`: no crawl while the table stands as it is declared. */
  readonly crawl: 'always' | 'when needed';
  /** Seconds: uploads that are ready within so many share one set of queries. 0: each runs its own, without waiting. */
  readonly together: number;
  /** Of the files of the tables `processed` and `dropped`. */
  readonly format: TableFormat;
}

export interface DefinitionOptions {
  readonly names: Names;
  readonly bucket: string;
  /** Name or ARN. */
  readonly filterFunction: string;
  readonly sweepFunction: string;
  /** ARN of what the sweep starts executions of: in AWS the alias. */
  readonly stateMachine: string;
  readonly queries: readonly Query[];
  readonly settings: PipelineSettings;
}

/** The state machine's definition, filled: what `infra/` deploys and the local AWS runs. */
export function pipelineDefinition(options: DefinitionOptions): object {
  const { names, bucket, filterFunction, sweepFunction, stateMachine, queries, settings } = options;
  const buildOrders = unloadStatement(bucket, ordersModel(modelSettings(settings)));
  const items = queries.map(({ id, title, sql }) => ({ id, title, sql: withNamesInFront(sql, SNAPSHOT_TABLES) }));
  const uploads = uploadsQuery();
  return fillDefinition({
    FilterOrders: filterFunction,
    SweepUploads: sweepFunction,
    StateMachine: stateMachine,
    Bucket: bucket,
    Prefixes: { orders: PREFIXES.orders, runs: PREFIXES.runs, latest: PREFIXES.latest, claims: PREFIXES.claims },
    Crawler: names.crawler,
    Database: names.database,
    WorkGroup: names.workGroup,
    Table: declaredTables(bucket, settings.format).processed,
    BuildOrders: buildOrders,
    Queries: items,
    UploadsQuery: uploads,
    // Without the bucket, which the CDK app knows by a token that is another at each synthesis.
    Digest: createHash('sha256')
      .update(JSON.stringify([buildOrders, items, uploads, rulesName(settings.rules)]).replaceAll(bucket, ''))
      .digest('hex'),
    Crawl: settings.crawl,
    Together: settings.together,
  });
}

export function modelSettings({ rules, currency }: Pick<PipelineSettings, 'rules' | 'currency'>): ModelSettings {
  const { dropStatuses, dropAfterDays } = rules;
  return { dropStatuses, dropAfterDays, currency: currencyCodes(currency), signs: AMBIGUOUS_SIGNS };
}

/** One snapshot: a folder of Parquet files for each state of its orders. */
function unloadStatement(bucket: string, model: string): string {
  const to = `s3://${bucket}/${PREFIXES.orders}{{snapshot}}/`;
  // Athena bills the bytes as they lie there: those of level 1 are two thirds of Snappy's, and take hardly longer to write.
  const form = "format = 'PARQUET', compression = 'ZSTD', compression_level = 1, partitioned_by = ARRAY['state']";
  return `UNLOAD (\n${model}) TO '${to}' WITH (${form})`;
}
