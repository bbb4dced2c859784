import type { UploadSettings } from '../../pipeline/reading';
import type { Rules } from '../../pipeline/rules';
import type { Source } from '../../sources/source';
import { inflate } from './bytes/inflate';
import { refuseOtherFormats, SIGNATURE_BYTES } from './bytes/not-csv';
import { FileError, InvalidReading, NotCsv } from './file-errors';
import { kindOfObject } from './kind-of-object';
import { type FilterOptions, type FilterOutputs, OrderFilter } from './order-filter';
import { NOTHING_READ, type OrdersReport } from './report';
import type { Evidence } from './validation/evidence';

export type { OrdersReport } from './report';

/** Where the rows go. Blocks are the receiver's to keep. `dropped` and `quarantine` are called only where there are such rows. */
export interface OrdersOutputs extends FilterOutputs {
  /** Waited for after each chunk: back pressure. */
  readonly ready: () => Promise<void>;
  /** The file is read once more from its start: what the outputs have received so far is void. */
  readonly restart: () => Promise<void>;
}

export interface ReadOrdersOptions {
  /** The object's key: its name says what kind of file it is, a folder `shop=NAME` whose orders these are. */
  readonly key: string;
  /** The bytes from the start. Called once, or twice where what lies behind the first MiB decides how to read. A chunk is read before the next is asked for. */
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly rules: Rules;
  /** `YYYY-MM-DD`: the day of the upload. */
  readonly asOf: string;
  /** The upload's own settings; `{}` where it has none. */
  readonly settings: UploadSettings;
  readonly sources: readonly Source[];
  readonly outputs: OrdersOutputs;
  /** Tests take less. */
  readonly limits?: Pick<FilterOptions, 'fastPath' | 'maxRowBytes' | 'proofBytes'>;
}

/**
 * Reads one upload of orders, of any source, and writes the rows that are kept, dropped and in quarantine. Throws the file's errors by
 * name; each carries `report`, what is known of the file so far. The outputs of a file that is refused at its end are whole.
 */
export async function readOrders(options: ReadOrdersOptions): Promise<OrdersReport> {
  let filter: OrderFilter | undefined;
  const start = (compression: 'gzip' | null, evidence: Evidence | undefined) => {
    const { key, rules, asOf, settings, sources, outputs, limits } = options;
    filter = new OrderFilter({ key, rules, asOf, settings, sources, compression, evidence, ...limits }, outputs);
    return filter;
  };
  try {
    refuseUnknownSource(options);
    if (kindOfObject(options.key) === 'other-format') await refuseByName(options);
    let evidence: Evidence | undefined;
    for (;;) {
      const end = await readOnce(options, evidence, start);
      if ('report' in end) return end.report;
      evidence = end.again;
      await options.outputs.restart();
    }
  } catch (error) {
    if (error instanceof FileError) error.report = filter?.report ?? NOTHING_READ;
    throw error;
  }
}

async function readOnce(
  { open, rules, outputs }: ReadOrdersOptions,
  evidence: Evidence | undefined,
  start: (compression: 'gzip' | null, evidence: Evidence | undefined) => OrderFilter,
) {
  const { compression, bytes } = await inflate(open(), rules.maxBytes);
  const filter = start(compression, evidence);
  for await (const chunk of bytes) {
    filter.write(chunk);
    await outputs.ready();
  }
  return filter.end();
}

function refuseUnknownSource({ settings: { source }, sources }: ReadOrdersOptions): void {
  const names = sources.filter(one => !('unreadable' in one)).map(({ name }) => name);
  if (source !== undefined && !names.includes(source)) {
    throw new InvalidReading(`Expected "source" to be one of ${names.join(', ')}, received "${source}"`);
  }
}

/** A file of another format is opened to say what it is. */
async function refuseByName({ key, open, rules }: ReadOrdersOptions): Promise<never> {
  let head = Buffer.alloc(0);
  const { bytes } = await inflate(open(), rules.maxBytes);
  for await (const chunk of bytes) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= SIGNATURE_BYTES) break;
  }
  refuseOtherFormats(head);
  const ending = key.slice(key.lastIndexOf('.'));
  throw new NotCsv(
    `a file whose name ends in ${ending}`,
    'If it holds text with separated values, rename it to .csv; else save the sheet with the orders as "CSV UTF-8"',
  );
}
