import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPECTED_EXPORTS, EXPORTS_AS_OF, type Expected } from './expected-exports';
import { FOUND_CASES } from './found-cases';
import { readInWays } from './read-in-ways';
import type { ReferenceOutcome } from './reference/read-whole-file';
import { SHOP_EXPORTS } from './shop-exports';

describe('an export', () => {
  it.each(Object.entries(EXPECTED_EXPORTS))('named %s is read as a person would', async (file, expected) => {
    const bytes = readFileSync(join(__dirname, 'exports', file));
    expect(asExpected(await readInWays({ bytes, key: `raw/${file}`, asOf: EXPORTS_AS_OF }))).toEqual(expected);
  });

  it.each([...SHOP_EXPORTS, ...FOUND_CASES])(
    'that is $title is read as a person would',
    async ({ file, key = 'raw/orders.csv', settings = {}, expected }) => {
      const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
      expect(asExpected(await readInWays({ bytes, key, settings, asOf: EXPORTS_AS_OF }))).toEqual(expected);
    },
  );

  it('with more rows of commas than orders is read as a person would', async () => {
    const orders = Array.from({ length: 500 }, (_, index) => `${index},Ann,1.00,shipped,2026-11-01\n`);
    const bytes = Buffer.from(['OrderID,Customer,Amount,Status,OrderDate\n', ...orders, ',,,,\n'.repeat(547)].join(''));
    const outcome = await readInWays({ bytes, asOf: EXPORTS_AS_OF });
    expect(outcome).toMatchObject({ quarantine: [], counts: { read: 500, kept: 500 } });
  });
});

function asExpected(outcome: ReferenceOutcome): Expected | ReferenceOutcome {
  if (!('processed' in outcome)) return outcome;
  const { dropped, quarantine, counts, reading } = outcome;
  return {
    source: reading.source,
    kept: rowsOf(outcome.processed),
    ...(dropped !== undefined && { dropped: rowsOf(dropped) }),
    ...(quarantine.length > 0 && { quarantined: quarantine.map(({ line, rules }) => [line, ...rules] as const) }),
    ...(counts.continuations > 0 && { continuations: counts.continuations }),
  };
}

const rowsOf = (file: string) => file.split('\n').slice(1, -1);
