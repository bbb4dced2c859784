import { RULES } from '../../../pipeline/rules';
import { loadSources } from '../../../sources/load';
import { type FilterOptions, OrderFilter } from '../../../steps/filter-orders/order-filter';
import type { OrdersReport } from '../../../steps/filter-orders/report';
import type { Evidence } from '../../../steps/filter-orders/validation/evidence';

export const SOURCES = loadSources();

/** Long before every order of the tests that do not care: nothing is dropped. */
export const LONG_AGO = '2000-01-01';

export interface Filtered {
  readonly processed: string;
  /** Undefined where no such file is made. */
  readonly dropped: string | undefined;
  readonly quarantine: string | undefined;
  readonly report: OrdersReport;
}

/** The share of bad rows does not matter but to the tests that say so. */
const LENIENT = { ...RULES, maxBadShare: 1 };

/** Filters a whole file at once, or in chunks of the given sizes, taken in turn; a second time where the filter asks for it. Throws its errors. */
export function filterText(
  file: string | Uint8Array,
  options: Partial<FilterOptions> = {},
  chunkSizes: readonly number[] = [Number.MAX_SAFE_INTEGER],
): Filtered {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  let evidence: Evidence | undefined;
  for (;;) {
    const blocks = { processed: [] as Uint8Array[], dropped: [] as Uint8Array[], quarantine: [] as Uint8Array[] };
    const filter = new OrderFilter(
      { key: 'raw/orders.csv', rules: LENIENT, asOf: LONG_AGO, settings: {}, sources: SOURCES, compression: null, ...options, evidence },
      {
        processed: block => blocks.processed.push(block),
        dropped: block => blocks.dropped.push(block),
        quarantine: block => blocks.quarantine.push(block),
      },
    );
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = chunkSizes[turn % chunkSizes.length] ?? 1;
      // A chunk of its own, so that bytes behind it are not there by chance.
      filter.write(Uint8Array.from(bytes.subarray(at, at + size)));
      at += size;
    }
    const end = filter.end();
    if ('report' in end) {
      const { processed, dropped, quarantine } = blocks;
      return { processed: textOf(processed) ?? '', dropped: textOf(dropped), quarantine: textOf(quarantine), report: end.report };
    }
    evidence = end.again;
  }
}

function textOf(blocks: readonly Uint8Array[]): string | undefined {
  return blocks.length > 0 ? Buffer.concat(blocks).toString('utf8') : undefined;
}

/** What `filterText` gives or throws, in a form that two runs can be compared by. */
export function outcomeOf(run: () => Filtered): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? { ...error, name: error.name, message: error.message } : error;
  }
}
