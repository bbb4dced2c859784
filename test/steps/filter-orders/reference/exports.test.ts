import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPECTED_EXPORTS, EXPORTS_AS_OF, type Expected } from '../expected-exports';
import { FOUND_CASES } from '../found-cases';
import { SHOP_EXPORTS } from '../shop-exports';
import { type ReferenceOutcome, readWholeFile } from './read-whole-file';

describe('the second reading of the specification', () => {
  it.each(Object.entries(EXPECTED_EXPORTS))('reads %s as a person would', (file, expected) => {
    const bytes = readFileSync(join(__dirname, '../exports', file));
    expect(asExpected(readWholeFile({ bytes, key: `raw/${file}`, asOf: EXPORTS_AS_OF }))).toEqual(expected);
  });

  it.each([...SHOP_EXPORTS, ...FOUND_CASES])(
    'reads $title as a person would',
    ({ file, key = 'raw/orders.csv', settings = {}, expected }) => {
      const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
      expect(asExpected(readWholeFile({ bytes, key, settings, asOf: EXPORTS_AS_OF }))).toEqual(expected);
    },
  );
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
