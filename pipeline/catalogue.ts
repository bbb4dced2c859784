import type { CreateCrawlerRequest, CreateCsvClassifierRequest, TableInput } from '@aws-sdk/client-glue';
import { type Names, TABLE } from './names';
import { PREFIXES } from './prefixes';

/** The columns of every processed file, by position and in this spelling; Glue keeps names in lower case. */
export const COLUMNS = ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate'] as const;

const SERDE = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';

/**
 * OpenCSVSerDe's default escape character is the backslash, which it then eats. A quote is no remedy (the SerDe takes it for "default").
 * U+FDD0 is a noncharacter: Unicode promises never to assign it, and Glue's string pattern admits it.
 */
const ESCAPE = '\uFDD0';

/**
 * The table as it has to be: all text, since OpenCSVSerDe reads nothing else. The state machine holds it to this after each crawl,
 * because a crawler that infers types would pick a SerDe that knows no quotes.
 */
export function processedTable(bucket: string) {
  return {
    Name: TABLE,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { classification: 'csv', 'skip.header.line.count': '1', EXTERNAL: 'TRUE' },
    StorageDescriptor: {
      Columns: COLUMNS.map(name => ({ Name: name.toLowerCase(), Type: 'string' })),
      Location: `s3://${bucket}/${PREFIXES.processed}`,
      InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      SerdeInfo: { SerializationLibrary: SERDE, Parameters: { separatorChar: ',', quoteChar: '"', escapeChar: ESCAPE } },
    },
  } satisfies TableInput;
}

/** When every column is text the built-in classifier cannot tell a header from a row; this one is told. */
export function csvClassifier(names: Names) {
  return {
    Name: names.classifier,
    Delimiter: ',',
    QuoteSymbol: '"',
    ContainsHeader: 'PRESENT',
    Header: [...COLUMNS],
    AllowSingleColumn: false,
    DisableValueTrimming: true,
  } satisfies CreateCsvClassifierRequest;
}

/**
 * The trailing slash of the path makes the folder the table; the two grouping settings keep it one table whatever the files hold
 * (level 1 is the bucket). LOG and InheritFromTable: what the state machine declared, a crawl leaves alone.
 */
export function processedCrawler(names: Names, bucket: string, role: string) {
  return {
    Name: names.crawler,
    Role: role,
    DatabaseName: names.database,
    Classifiers: [names.classifier],
    Targets: { S3Targets: [{ Path: `s3://${bucket}/${PREFIXES.processed}` }] },
    RecrawlPolicy: { RecrawlBehavior: 'CRAWL_EVERYTHING' },
    SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' },
    Configuration: JSON.stringify({
      Version: 1,
      CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
      Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas', TableLevelConfiguration: 2 },
    }),
  } satisfies CreateCrawlerRequest;
}
