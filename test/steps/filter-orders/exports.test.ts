import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UploadSettings } from '../../../pipeline/reading';
import { EXPECTED_EXPORTS, EXPORTS_AS_OF, type Expected } from './expected-exports';
import { readBytes } from './read-bytes';
import { SHOP_EXPORTS } from './shop-exports';

describe('an export', () => {
  it.each(Object.entries(EXPECTED_EXPORTS))('named %s is read as a person would', async (file, expected) => {
    const bytes = readFileSync(join(__dirname, 'exports', file));
    expect(await outcomeOf(bytes, `raw/${file}`)).toEqual(expected);
  });
});

describe('it reads', () => {
  it.each(SHOP_EXPORTS.map(each => [each.title, each] as const))(
    '%s',
    async (_, { file, key = 'raw/orders.csv', settings = {}, expected }) => {
      const bytes = typeof file === 'string' ? Buffer.from(file) : file;
      expect(await outcomeOf(bytes, key, UploadSettings.parse(settings))).toEqual(expected);
    },
  );
});

async function outcomeOf(bytes: Uint8Array, key: string, settings: UploadSettings = {}): Promise<Expected> {
  const outcome = await readBytes(bytes, { key, asOf: EXPORTS_AS_OF, settings });
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
