import fc from 'fast-check';
import { chunkings, oddFiles } from './generated-files';
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
