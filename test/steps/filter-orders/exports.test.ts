import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPECTED_EXPORTS, EXPORTS_AS_OF, type Expected } from './expected-exports';
import { readBytes } from './read-bytes';

describe('an export', () => {
  it.each(Object.entries(EXPECTED_EXPORTS))('named %s is read as a person would', async (file, expected) => {
    const bytes = readFileSync(join(__dirname, 'exports', file));
    expect(await outcomeOf(bytes, `raw/${file}`)).toEqual(expected);
  });
});

async function outcomeOf(bytes: Uint8Array, key: string): Promise<Expected> {
  const outcome = await readBytes(bytes, { key, asOf: EXPORTS_AS_OF });
  if ('error' in outcome) return { error: outcome.error.name };
  const { processed, dropped, quarantine, report } = outcome;
  return {
    source: report.reading?.source ?? '',
    kept: rowsOf(processed),
    ...(dropped !== '' && { dropped: rowsOf(dropped) }),
    ...(quarantine !== '' && { quarantined: report.examples.map(({ line, rule }) => [line, ...rule.split('; ')] as const) }),
    ...(report.continuations > 0 && { continuations: report.continuations }),
  };
}

const rowsOf = (file: string) => file.split('\n').slice(1, -1);
