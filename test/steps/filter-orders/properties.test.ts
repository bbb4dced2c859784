import fc from 'fast-check';
import { chunkings, oddFiles } from './generated-files';
import { referenceFilter } from './reference';
import { filterText, outcomeOf } from './run-filter';

/** `npm run fuzz` asks for many more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 3000);
const TIMEOUT_MS = 100 * RUNS;

const options = fc.record({
  asOf: fc.constantFrom('2025-04-21', '2025-04-21', '0001-01-05', '9999-12-31'),
  maxRowBytes: fc.constantFrom(1_048_576, 1_048_576, 40, 60),
});

describe('the filter, on files made to break parsers', () => {
  it(
    'does what a naive reading of the specification does',
    () => {
      fc.assert(
        fc.property(oddFiles(), chunkings, options, (file, chunks, chosen) => {
          const expected = referenceFilter(file, chosen);
          expect(outcomeOf(() => filterText(file, chosen, chunks))).toMatchObject(expected as object);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'gives the same bytes, counts and errors with the fast path on and off, in whatever chunks the file comes',
    () => {
      fc.assert(
        fc.property(oddFiles(), chunkings, options, (file, chunks, chosen) => {
          const strict = outcomeOf(() => filterText(file, { ...chosen, fastPath: false }));
          expect(outcomeOf(() => filterText(file, chosen))).toEqual(strict);
          expect(outcomeOf(() => filterText(file, chosen, chunks))).toEqual(strict);
          expect(outcomeOf(() => filterText(file, { ...chosen, fastPath: false }, chunks))).toEqual(strict);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
