import { z } from 'zod';

const Filtered = z.object({
  Payload: z.object({
    asOf: z.string().nullable(),
    filter: z.object({ outcome: z.string(), read: z.number(), kept: z.number(), dropped: z.number(), quarantined: z.number() }),
  }),
});

const Queried = z.object({
  QueryExecution: z.object({
    Statistics: z.object({ DataScannedInBytes: z.number().optional(), TotalExecutionTimeInMillis: z.number().optional() }).optional(),
  }),
});

const Crawler = z.object({ Crawler: z.object({ State: z.string(), LastCrawl: z.object({ Status: z.string().optional() }).optional() }) });

/** What a task's output says that is worth a line: the filter's counts, a query's cost, the crawler's state. */
export function facts(output: string | undefined): readonly string[] {
  const value = parse(output);
  const filtered = Filtered.safeParse(value);
  if (filtered.success) {
    const { asOf, filter } = filtered.data.Payload;
    const counts = `${count(filter.read)} read, ${count(filter.kept)} kept, ${count(filter.dropped)} dropped, ${count(filter.quarantined)} quarantined`;
    return [`${filter.outcome}${asOf === null ? '' : ` as of ${asOf}`}: ${counts}`];
  }
  const queried = Queried.safeParse(value);
  if (queried.success) {
    const { DataScannedInBytes: bytes = 0, TotalExecutionTimeInMillis: milliseconds = 0 } = queried.data.QueryExecution.Statistics ?? {};
    return [`answered in ${count(milliseconds)} ms, ${count(bytes)} bytes scanned`];
  }
  const crawler = Crawler.safeParse(value);
  if (crawler.success) {
    const { State, LastCrawl } = crawler.data.Crawler;
    return [`crawler is ${State}, last crawl ${LastCrawl?.Status ?? 'never'}`];
  }
  return [];
}

function parse(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return null;
  }
}

function count(number: number): string {
  return number.toLocaleString('en');
}
