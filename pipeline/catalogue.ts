import { declaredTables } from './tables';

export { COLUMNS } from './columns';
export { csvClassifier, processedCrawler } from './crawler';

export function processedTable(bucket: string) {
  return declaredTables(bucket).processed;
}
