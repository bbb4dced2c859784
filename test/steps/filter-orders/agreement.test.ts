import fc from 'fast-check';
import { exportFiles } from './generated-exports';
import { chunkings, oddFiles } from './generated-files';
import { mutatedExports } from './mutated-exports';
import { readInWays, type Ways } from './read-in-ways';
import { type ReferenceInput, type ReferenceOutcome, readWholeFile } from './reference/read-whole-file';

/** `npm run fuzz` asks for many more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 400);
const TIMEOUT_MS = 100 * RUNS;

const ways: fc.Arbitrary<Ways> = fc.record({
  chunks: chunkings,
  fastPath: fc.boolean(),
  proofBytes: fc.constantFrom(1_048_576, 1, 40, 100),
});

const days = fc.constantFrom('2025-04-21', '2025-04-21', '0001-01-05', '9999-12-31');
const rowSizes = fc.constantFrom(1_048_576, 1_048_576, 40, 60);
const odd: fc.Arbitrary<ReferenceInput> = fc
  .record({ bytes: oddFiles(), asOf: days, maxRowBytes: rowSizes, maxBadShare: fc.constantFrom(0.5, 1) })
  .map(({ maxBadShare, ...file }) => ({ ...file, rules: { maxBadShare } }));
const mutated: fc.Arbitrary<ReferenceInput> = mutatedExports().map(file => ({ ...file, asOf: '2026-11-30', rules: { maxBadShare: 1 } }));

describe('the reading of orders', () => {
  it.each([
    ['made to break parsers', odd],
    ['of every form of export', exportFiles()],
    ['in the form of real exports with bytes, fields and rows moved', mutated],
  ])(
    'does what a naive reading of the specification does with files %s',
    async (_, files) => {
      await fc.assert(
        fc.asyncProperty(files, ways, async (file, way) => {
          const expected = readWholeFile(file);
          const received = await readInWays(file, way);
          if (isOfTwoErrors(file, expected, received)) return;
          expect(comparable(received)).toEqual(comparable(expected));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

/** UTF-16 is decoded in slices: that one is damaged may be seen before an error that stands in front of the damage. */
function isOfTwoErrors({ bytes }: ReferenceInput, expected: ReferenceOutcome, received: ReferenceOutcome): boolean {
  const isUtf16 = [0xfe, 0xff].includes(bytes[0] ?? 0) && [0xfe, 0xff].includes(bytes[1] ?? 0);
  return isUtf16 && 'error' in expected && 'error' in received && received.error === 'NotUtf8';
}

/** A sign stands for several codes: the reference holds them all, the pipeline shows the sign. */
function comparable(outcome: ReferenceOutcome): unknown {
  if (!('reading' in outcome)) return outcome;
  const { currency } = outcome.reading;
  const codes = [currency].flat();
  const isSign = codes.length > 1 || !/^[A-Z]{3}$/.test(codes[0] ?? '');
  return { ...outcome, reading: { ...outcome.reading, currency: currency !== null && isSign ? 'a sign' : codes[0] } };
}
