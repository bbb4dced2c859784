import { createHash } from 'node:crypto';
import type { RulesFor } from '../../pipeline/ledger';
import { SETTINGS_METADATA, UploadSettings } from '../../pipeline/reading';
import { type Rules, rulesName } from '../../pipeline/rules';
import type { TableFormat } from '../../pipeline/table-format';
import type { Source as ExportSource } from '../../sources/source';
import { InvalidReading } from './file-errors';
import { sourceRules } from './source-rules';
import type { Source } from './storage/source';

export interface ReadingRules {
  readonly rules: Rules;
  readonly sources: readonly ExportSource[];
  /** In which the rows are written. */
  readonly format: TableFormat;
}

/** The settings of an upload; `{}` where there are none. Throws InvalidReading. */
export function settingsOf({ metadata }: Source): UploadSettings {
  const text = metadata[SETTINGS_METADATA];
  if (text === undefined) return {};
  const parsed = UploadSettings.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
  throw new InvalidReading(
    `Expected the upload's settings as JSON like {"source":"shopify"}, received ${text.slice(0, 300)}: ${faults.slice(0, 500)}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The hash of everything but its bytes that decides what becomes of an object: sources, its settings, the rules, the tables' format and, where
 * the input names one, the day.
 */
export function rulesOfObject(reading: ReadingRules, source: Source, asOf: string | null): string {
  try {
    return rulesHash(reading, settingsOf(source), asOf);
  } catch (error) {
    if (error instanceof InvalidReading) return 'invalid';
    throw error;
  }
}

/**
 * The same for the objects that records speak of, read on the day of their upload: what the ledger expects. Most records have the same settings,
 * so each is hashed once.
 */
export function rulesForRecords(reading: ReadingRules): RulesFor {
  const known = new Map<string, string>();
  return ({ reading: text }) => {
    const parsed = UploadSettings.safeParse(Object(parseJson(text)).settings ?? {});
    const settings = parsed.data ?? {};
    const key = JSON.stringify(settings);
    const rules = known.get(key) ?? rulesHash(reading, settings, null);
    known.set(key, rules);
    return rules;
  };
}

function rulesHash({ rules, sources, format }: ReadingRules, settings: UploadSettings, asOf: string | null): string {
  const facts = [rulesName(rules), sourceRules(sources, settings), asOf];
  // Without the default, so that nothing is read again by a version that knows formats.
  const text = JSON.stringify(format === 'csv' ? facts : [...facts, format]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
