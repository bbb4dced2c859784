import { z } from 'zod';
import { messageOf, ServiceError } from '../endpoint/service-error';
import { ACCOUNT } from '../identity';

/** Checks an operation's input. @throws `InvalidInputException`, with each field at fault */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const { issues } = result.error;
  const faults = issues.map(({ path, message }) => `Value at '${path.join('.') || 'input'}' failed to satisfy constraint: ${message}`);
  throw new ServiceError(
    'InvalidInputException',
    `${issues.length} validation error${issues.length > 1 ? 's' : ''} detected: ${faults.join('; ')}`,
  );
}

/** Glue's "single-line string". Source: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-common.html */
const SINGLE_LINE = /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\t]*$/u;

export const nameSchema = z.string().min(1).max(255).regex(SINGLE_LINE, 'Member must be a single-line string');
/** Glue folds the names of databases and tables, for Hive's sake. */
export const foldedName = nameSchema.transform(name => name.toLowerCase());

/** Whose catalogue; there is one. */
export const catalogId = { CatalogId: z.literal(ACCOUNT).optional() };

const parameters = z.record(z.string(), z.string());
const columns = z.array(z.looseObject({ Name: nameSchema, Type: z.string().optional() }));

const storageDescriptor = z.looseObject({
  Columns: columns.optional(),
  Location: z.string().optional(),
  SerdeInfo: z.looseObject({ SerializationLibrary: z.string().optional(), Parameters: parameters.optional() }).optional(),
});

export const databaseInput = z.looseObject({ Name: foldedName });
export type DatabaseInput = z.output<typeof databaseInput>;

export const tableInput = z.looseObject({
  Name: foldedName,
  StorageDescriptor: storageDescriptor.optional(),
  PartitionKeys: columns.optional(),
  Parameters: parameters.optional(),
});
export type TableInput = z.output<typeof tableInput>;

export const partitionInput = z.looseObject({
  Values: z.array(z.string()),
  StorageDescriptor: storageDescriptor.optional(),
  Parameters: parameters.optional(),
});
export type PartitionInput = Pick<TableInput, 'StorageDescriptor' | 'Parameters'> & { readonly Values: readonly string[] };

/** The types that a custom classifier may look for, and what they are called in a table. */
const DATATYPES = ['BOOLEAN', 'DATE', 'DOUBLE', 'FLOAT', 'INT', 'LONG', 'SHORT', 'STRING', 'TIMESTAMP'] as const;

const symbol = z
  .string()
  .length(1)
  .regex(/[^\r\n]/);

const classifierFields = z.strictObject({
  Name: nameSchema,
  Delimiter: symbol.optional(),
  QuoteSymbol: symbol.optional(),
  ContainsHeader: z.enum(['UNKNOWN', 'PRESENT', 'ABSENT']).optional(),
  Header: z.array(nameSchema).optional(),
  DisableValueTrimming: z.boolean().optional(),
  AllowSingleColumn: z.boolean().optional(),
  CustomDatatypeConfigured: z.boolean().optional(),
  CustomDatatypes: z.array(z.enum(DATATYPES)).optional(),
  Serde: z.enum(['OpenCSVSerDe', 'LazySimpleSerDe', 'None']).optional(),
});
export const classifierInput = classifierFields.refine(({ Delimiter = ',', QuoteSymbol }) => QuoteSymbol !== Delimiter, {
  path: ['QuoteSymbol'],
  message: 'Member must be different from the column delimiter',
});
export type Classifier = z.output<typeof classifierInput>;

/** The JSON in a crawler's `Configuration`. What is not here is refused by its name. */
const configurationFields = z.strictObject({
  Version: z.literal(1),
  CrawlerOutput: z
    .strictObject({
      Partitions: z.strictObject({ AddOrUpdateBehavior: z.literal('InheritFromTable') }).optional(),
      Tables: z
        .strictObject({ AddOrUpdateBehavior: z.literal('MergeNewColumns').optional(), TableThreshold: z.int().min(1).optional() })
        .optional(),
    })
    .optional(),
  Grouping: z
    .strictObject({
      TableGroupingPolicy: z.literal('CombineCompatibleSchemas').optional(),
      TableLevelConfiguration: z.int().min(1).optional(),
    })
    .optional(),
});
export type CrawlerConfiguration = z.output<typeof configurationFields>;

export function crawlerConfiguration(json: string | undefined): CrawlerConfiguration {
  if (!json) return { Version: 1 };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new ServiceError('InvalidInputException', `Crawler configuration is not valid JSON: ${messageOf(error)}`);
  }
  return parse(configurationFields, value);
}

const s3Target = z.strictObject({
  Path: z.string().regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/s, 'Member must be a path such as s3://bucket/folder/'),
  /** Kept, and of no effect: every file is read. */
  SampleSize: z.int().min(1).max(249).optional(),
  Exclusions: z.array(z.string()).optional(),
});
export type S3Target = z.output<typeof s3Target>;

export const crawlerSettings = z.strictObject({
  Name: nameSchema,
  Role: z.string().min(1),
  DatabaseName: foldedName.optional(),
  Description: z.string().max(2048).optional(),
  Targets: z.strictObject({ S3Targets: z.array(s3Target).min(1) }),
  Classifiers: z.array(nameSchema).optional(),
  TablePrefix: z.string().max(128).optional(),
  SchemaChangePolicy: z
    .strictObject({
      UpdateBehavior: z.enum(['LOG', 'UPDATE_IN_DATABASE']).optional(),
      DeleteBehavior: z.enum(['LOG', 'DELETE_FROM_DATABASE', 'DEPRECATE_IN_DATABASE']).optional(),
    })
    .optional(),
  LineageConfiguration: z.strictObject({ CrawlerLineageSettings: z.literal('DISABLE').optional() }).optional(),
  RecrawlPolicy: z.strictObject({ RecrawlBehavior: z.literal('CRAWL_EVERYTHING').optional() }).optional(),
  Configuration: z.string().optional(),
});
export type CrawlerSettings = z.output<typeof crawlerSettings>;
