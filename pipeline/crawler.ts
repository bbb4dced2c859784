import type { CreateCrawlerRequest, CreateCsvClassifierRequest } from '@aws-sdk/client-glue';
import { COLUMNS } from './columns';
import type { Names } from './names';
import { PREFIXES } from './prefixes';

/** When every column is text the built-in classifier cannot tell a header from a row; this one is given the header. */
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

/** Files of a folder that a crawl reads: Glue takes 1 to 249. */
const SAMPLE_SIZE = 10;

/**
 * The trailing slash of the path makes the folder the table; the two grouping settings keep it one table for any contents of the files
 * (level 1 is the bucket). LOG and InheritFromTable: a crawl leaves alone what the state machine declared.
 */
export function processedCrawler(names: Names, bucket: string, role: string) {
  return {
    Name: names.crawler,
    Role: role,
    DatabaseName: names.database,
    Classifiers: [names.classifier],
    // A few files say which table the folder is; the rest, which the filter wrote alike, need not be read for that.
    Targets: { S3Targets: [{ Path: `s3://${bucket}/${PREFIXES.processed}`, SampleSize: SAMPLE_SIZE }] },
    RecrawlPolicy: { RecrawlBehavior: 'CRAWL_EVERYTHING' },
    SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' },
    Configuration: JSON.stringify({
      Version: 1,
      CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
      Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas', TableLevelConfiguration: 2 },
    }),
  } satisfies CreateCrawlerRequest;
}
