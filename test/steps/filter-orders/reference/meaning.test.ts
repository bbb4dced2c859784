import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { meantFiles } from '../meant-files';
import { filesOfTwoMeanings } from '../two-meanings';
import { readWholeFile } from './read-whole-file';

const RUNS = Number(process.env.FUZZ_RUNS ?? 200);

describe('the second reading, on files whose writer meant one thing', () => {
  it(
    'never takes a value for another, and refuses by name what the file does not show',
    () => {
      const seen: Record<string, number> = {};
      fc.assert(
        fc.property(meantFiles(), file => {
          const outcome = readWholeFile({ bytes: file.bytes, asOf: '2026-11-30' });
          if (!('processed' in outcome)) {
            expect(['AmbiguousDates', 'AmbiguousAmounts', 'TooManyBadRows']).toContain('error' in outcome ? outcome.error : 'ignored');
            return;
          }
          seen.read = (seen.read ?? 0) + 1;
          const rows: string[][] = parse(outcome.processed + (outcome.dropped ?? ''), { from_line: 1, relax_column_count: true });
          for (const [id = '', customer = '', amount = '', status = '', day = ''] of rows) {
            if (id === 'OrderID') continue;
            const meant = file.orders.get(id);
            expect({ id, customer, status, day, cents: centsOf(amount) }).toEqual({ id, ...meant });
          }
          for (const { rules } of outcome.quarantine) {
            for (const rule of rules) expect(['ambiguous-date', 'ambiguous-amount']).toContain(rule);
          }
          expect(rows.length - (outcome.dropped === undefined ? 1 : 2) + outcome.quarantine.length).toBe(file.orders.size);
        }),
        { numRuns: RUNS },
      );
      expect(seen.read).toBeGreaterThan(RUNS / 4);
    },
    100 * RUNS,
  );
});

function centsOf(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.replace('-', '').split('.');
  const cents = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'));
  return amount.startsWith('-') ? -cents : cents;
}

describe('the second reading, on files that mean something in two ways', () => {
  it(
    'refuses them by name, and reads them when their upload says what is meant',
    () => {
      const seen = new Set<string>();
      fc.assert(
        fc.property(filesOfTwoMeanings(), ({ bytes, error, readings }) => {
          seen.add(error);
          expect(readWholeFile({ bytes, asOf: '2026-11-30' })).toEqual({ error });
          const read = readings.map(settings => readWholeFile({ bytes, asOf: '2026-11-30', settings }));
          for (const outcome of read) expect(outcome).toHaveProperty('processed');
          expect(new Set(read.map(outcome => JSON.stringify(outcome))).size).toBe(read.length);
        }),
        { numRuns: RUNS },
      );
      expect([...seen].sort()).toEqual(['AmbiguousAmounts', 'AmbiguousColumns', 'AmbiguousDates', 'AmbiguousSource', 'MixedCurrencies']);
    },
    100 * RUNS,
  );
});
