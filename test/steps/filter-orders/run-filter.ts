import { type FilterOptions, type FilterReport, OrderFilter } from '../../../steps/filter-orders/order-filter';

export const SETTINGS = { dropStatuses: ['pending', 'cancelled'], dropAfterDays: 30, maxBadShare: 0.5 };

/** Long before every order of the tests that do not care: nothing is dropped. */
export const LONG_AGO = '2000-01-01';

export interface Filtered {
  readonly processed: string;
  /** Undefined where no quarantine file is made. */
  readonly quarantine: string | undefined;
  readonly report: FilterReport;
}

/** Filters a whole file at once, or in chunks of the given sizes, taken in turn. Throws what the filter throws. */
export function filterText(
  file: string | Uint8Array,
  options: Partial<FilterOptions> = {},
  chunkSizes: readonly number[] = [Number.MAX_SAFE_INTEGER],
): Filtered {
  const processed: Uint8Array[] = [];
  const quarantine: Uint8Array[] = [];
  const filter = new OrderFilter(
    { settings: SETTINGS, asOf: LONG_AGO, ...options },
    { processed: block => processed.push(block), quarantine: block => quarantine.push(block) },
  );
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = chunkSizes[turn % chunkSizes.length] ?? 1;
    // A chunk of its own, so that bytes behind it are not there by chance.
    filter.write(Uint8Array.from(bytes.subarray(at, at + size)));
    at += size;
  }
  const report = filter.end();
  return {
    processed: Buffer.concat(processed).toString('utf8'),
    quarantine: quarantine.length > 0 ? Buffer.concat(quarantine).toString('utf8') : undefined,
    report,
  };
}

/** What `filterText` gives or throws, in a form that two runs can be compared by. */
export function outcomeOf(run: () => Filtered): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? { ...error, name: error.name, message: error.message } : error;
  }
}
