import fc from 'fast-check';
import { chunkings, oddFiles } from './generated-files';
import { oddForms } from './odd-forms';
import { readWholeFile } from './reference/read-whole-file';
import { filterText, outcomeOf } from './run-filter';

/** `npm run fuzz` asks for many more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const TIMEOUT_MS = 100 * RUNS;

const options = fc.record({
  asOf: fc.constantFrom('2025-04-21', '2025-04-21', '0001-01-05', '9999-12-31'),
  maxRowBytes: fc.constantFrom(1_048_576, 1_048_576, 40, 60),
  proofBytes: fc.constantFrom(1_048_576, 1, 80),
});

describe('the filter, on files made to break parsers', () => {
  it(
    'gives the same bytes, counts and errors with the fast path on and off, in chunks of any size, with proofs looked for in any part of the file',
    () => {
      fc.assert(
        fc.property(oddFiles(), chunkings, options, (file, chunks, chosen) => {
          const strict = outcomeOf(() => filterText(file, { ...chosen, fastPath: false }));
          expect(outcomeOf(() => filterText(file, chosen))).toEqual(strict);
          expect(outcomeOf(() => filterText(file, { ...chosen, proofBytes: 1_048_576 }))).toEqual(strict);
          expect(outcomeOf(() => filterText(file, chosen, chunks))).toEqual(strict);
          expect(outcomeOf(() => filterText(file, { ...chosen, fastPath: false }, chunks))).toEqual(strict);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

describe('the filter, on files of other forms', () => {
  it(
    'gives the same with the fast path on and off, in chunks of any size, with proofs looked for in any part of the file',
    () => {
      fc.assert(
        fc.property(oddForms(), chunkings, options, (file, chunks, { proofBytes, asOf }) => {
          const strict = outcomeOf(() => filterText(file, { asOf, fastPath: false }));
          expect(outcomeOf(() => filterText(file, { asOf, proofBytes }))).toEqual(strict);
          expect(outcomeOf(() => filterText(file, { asOf, proofBytes }, chunks))).toEqual(strict);
          expect(outcomeOf(() => filterText(file, { asOf, proofBytes, fastPath: false }, chunks))).toEqual(strict);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'does what a naive reading of the specification does',
    () => {
      fc.assert(
        fc.property(oddForms(), options, (file, { proofBytes, asOf }) => {
          const expected = readWholeFile({ bytes: file, asOf, rules: { maxBadShare: 1 } });
          expect(comparable(outcomeOf(() => filterText(file, { asOf, proofBytes })))).toEqual(comparable(expected));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

/** What both readings say of a file. */
function comparable(outcome: unknown): unknown {
  if (typeof outcome !== 'object' || outcome === null) return outcome;
  if ('error' in outcome) return outcome;
  if ('name' in outcome) return { error: outcome.name };
  if ('counts' in outcome && 'processed' in outcome && 'dropped' in outcome) {
    return { counts: outcome.counts, processed: outcome.processed, dropped: outcome.dropped };
  }
  if (!('report' in outcome && 'processed' in outcome && 'dropped' in outcome)) return outcome;
  const { read, kept, dropped, quarantined, continuations } = Object(outcome.report);
  return { counts: { read, kept, dropped, quarantined, continuations }, processed: outcome.processed, dropped: outcome.dropped };
}
