import { parse } from 'csv-parse/sync';
import { RULES } from '../../../pipeline/rules';
import { isReadable } from '../../../sources/load';
import type { ReadOrdersOptions } from '../../../steps/filter-orders/read-orders';
import { readBytes } from './read-bytes';
import type { ReferenceInput, ReferenceOutcome } from './reference/read-whole-file';
import { REFERENCE_SOURCES } from './reference/sources';
import { SOURCES } from './run-filter';

/** The shipped sources that the reference knows too: one that is dropped into `sources/` changes no comparison. */
export const COMPARED_SOURCES = SOURCES.filter(source => !isReadable(source) || REFERENCE_SOURCES.some(({ name }) => name === source.name));

/** How a file arrives and is read. None of it may change what is written. */
export interface Ways extends Omit<NonNullable<ReadOrdersOptions['limits']>, 'maxRowBytes'> {
  /** Sizes of the chunks, taken in turn. */
  readonly chunks?: readonly number[];
}

/** What the pipeline makes of a file, in the form of the reference. */
export async function readInWays(
  { bytes, key = 'raw/orders.csv', settings = {}, asOf = '2000-01-01', rules = {}, maxRowBytes }: ReferenceInput,
  { chunks = [1_000_000], ...ways }: Ways = {},
): Promise<ReferenceOutcome> {
  const outcome = await readBytes(bytes, {
    key,
    settings,
    asOf,
    rules: { ...RULES, ...rules },
    sources: COMPARED_SOURCES,
    open: () => chunksOf(bytes, chunks),
    limits: { ...ways, ...(maxRowBytes !== undefined && { maxRowBytes }) },
  });
  if ('error' in outcome) return { error: outcome.error.name };
  const { processed, dropped, quarantine, report } = outcome;
  const { read, kept, dropped: droppedRows, quarantined, continuations, reading } = report;
  if (reading === undefined) throw new Error('Expected a reading of a file that was read');
  const { source, delimiter, encoding, compression, currency, rows, rounded } = reading;
  return {
    processed,
    dropped: dropped === '' ? undefined : dropped,
    quarantine: entriesOf(quarantine),
    counts: { read, kept, dropped: droppedRows, quarantined, continuations },
    reading: { source, delimiter, encoding, compression, currency, rows, rounded },
  };
}

async function* chunksOf(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    // A chunk of its own, so that bytes behind it are not there by chance.
    yield Uint8Array.from(bytes.subarray(at, at + size));
    at += size;
  }
}

/** The last five columns of the quarantine are ours: line, column, rule, value, reason. */
function entriesOf(file: string): { line: number; rules: string[] }[] {
  const rows: string[][] = parse(file, { relax_column_count: true });
  return rows.slice(1).map(row => ({ line: Number(row.at(-5)), rules: (row.at(-3) ?? '').split('; ') }));
}
