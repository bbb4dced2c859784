import { RULES } from '../../../pipeline/rules';
import { FileError } from '../../../steps/filter-orders/file-errors';
import { type OrdersReport, type ReadOrdersOptions, readOrders } from '../../../steps/filter-orders/read-orders';
import { LONG_AGO, SOURCES } from './run-filter';

export type ReadBytes =
  | { readonly processed: string; readonly dropped: string; readonly quarantine: string; readonly report: OrdersReport }
  | { readonly error: FileError };

/** Reads a whole file as the Lambda does, in chunks whose memory is used again. */
export async function readBytes(bytes: Uint8Array, options: Partial<ReadOrdersOptions> = {}, chunkSize = 1_000_000): Promise<ReadBytes> {
  let blocks = emptyBlocks();
  const outputs: ReadOrdersOptions['outputs'] = {
    processed: block => blocks.processed.push(block),
    dropped: block => blocks.dropped.push(block),
    quarantine: block => blocks.quarantine.push(block),
    ready: async () => undefined,
    restart: async () => {
      blocks = emptyBlocks();
    },
  };
  try {
    const report = await readOrders({
      key: 'raw/orders.csv',
      open: () => chunksOf(bytes, chunkSize),
      rules: RULES,
      asOf: LONG_AGO,
      settings: {},
      sources: SOURCES,
      outputs,
      ...options,
    });
    const { processed, dropped, quarantine } = blocks;
    return { processed: textOf(processed), dropped: textOf(dropped), quarantine: textOf(quarantine), report };
  } catch (error) {
    if (error instanceof FileError) return { error };
    throw error;
  }
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const memory = Buffer.alloc(Math.min(size, bytes.length));
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size);
    memory.fill(0).set(chunk);
    yield memory.subarray(0, chunk.length);
  }
}

const emptyBlocks = () => ({ processed: [] as Uint8Array[], dropped: [] as Uint8Array[], quarantine: [] as Uint8Array[] });
const textOf = (blocks: readonly Uint8Array[]) => Buffer.concat(blocks).toString('utf8');
