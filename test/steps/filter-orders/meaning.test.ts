import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { UploadSettings } from '../../../pipeline/reading';
import { meantFiles } from './meant-files';
import { readBytes } from './read-bytes';
import { COMPARED_SOURCES } from './read-in-ways';
import { filesOfTwoMeanings } from './two-meanings';

const RUNS = Number(process.env.FUZZ_RUNS ?? 250);
const AS_OF = '2026-11-30';

const limits = fc.record({ proofBytes: fc.constantFrom(1_048_576, 1, 100), fastPath: fc.boolean() });
const chunkSize = fc.constantFrom(1_000_000, 1, 7, 100);

describe('the filter, on files whose writer meant one thing', () => {
  it(
    'never takes a value for another, and refuses by name what the file does not show',
    async () => {
      let read = 0;
      await fc.assert(
        fc.asyncProperty(meantFiles(), limits, chunkSize, async (file, chosen, size) => {
          const outcome = await readBytes(file.bytes, { asOf: AS_OF, sources: COMPARED_SOURCES, limits: chosen }, size);
          if ('error' in outcome) {
            expect(['AmbiguousDates', 'AmbiguousAmounts', 'TooManyBadRows']).toContain(outcome.error.name);
            return;
          }
          read++;
          const rows: string[][] = [outcome.processed, outcome.dropped].flatMap(text => parse(text, { from_line: 2 }));
          for (const [id = '', customer = '', amount = '', status = '', day = ''] of rows) {
            expect({ id, customer, status, day, cents: centsOf(amount) }).toEqual({ id, ...file.orders.get(id) });
          }
          for (const rule of Object.keys(outcome.report.rules)) expect(['ambiguous-date', 'ambiguous-amount']).toContain(rule);
          expect(rows.length + outcome.report.quarantined).toBe(file.orders.size);
        }),
        { numRuns: RUNS },
      );
      expect(read).toBeGreaterThan(RUNS / 4);
    },
    100 * RUNS,
  );
});

describe('the filter, on files that mean something in two ways', () => {
  it(
    'refuses them by name, and reads them when their upload says what is meant',
    async () => {
      await fc.assert(
        fc.asyncProperty(filesOfTwoMeanings(), limits, chunkSize, async ({ bytes, error, readings }, chosen, size) => {
          expect(await readBytes(bytes, { asOf: AS_OF, sources: COMPARED_SOURCES, limits: chosen }, size)).toMatchObject({
            error: { name: error },
          });
          const read = [];
          for (const settings of readings) {
            const outcome = await readBytes(
              bytes,
              { asOf: AS_OF, sources: COMPARED_SOURCES, limits: chosen, settings: UploadSettings.parse(settings) },
              size,
            );
            expect(outcome).toHaveProperty('processed');
            read.push(JSON.stringify(outcome));
          }
          expect(new Set(read).size).toBe(readings.length);
        }),
        { numRuns: RUNS },
      );
    },
    100 * RUNS,
  );
});

function centsOf(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.replace('-', '').split('.');
  const cents = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'));
  return amount.startsWith('-') ? -cents : cents;
}
