import type { Checked, CheckFile } from '../../pipeline/checked';
import type { RulesFor } from '../../pipeline/ledger';
import { loadSources } from '../../sources/load';
import { FileError } from './file-errors';
import { type OrdersReport, readOrders } from './read-orders';
import { rulesForRecords } from './rules-of-reading';
import { readSettings } from './settings';

/**
 * What the filter would make of a file, for the dashboard's upload page: its own reading, whose output goes nowhere. The environment is the
 * function's; throws InvalidSettings at once. On the dashboard's host this file is `check.js`, beside the server.
 */
export function createCheck(environment: Readonly<Record<string, string | undefined>>, now = () => new Date()): CheckFile {
  const { rules } = readSettings(environment);
  return async ({ key, open, settings }) => {
    const header = await headerOf(open());
    const asOf = now().toISOString().slice(0, 10);
    try {
      const report = await readOrders({ key, open, rules, asOf, settings, sources: loadSources(), outputs: NOWHERE });
      return checked(report, header, null);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return checked(error.report, header, { name: error.name, message: error.message });
    }
  };
}

/** By which rules an upload must be read today, for the dashboard's ledger. The environment is the function's. */
export function createRulesFor(environment: Readonly<Record<string, string | undefined>>): RulesFor {
  const { rules, format } = readSettings(environment);
  return rulesForRecords({ rules, sources: loadSources(), format });
}

/** The thread serves pages too: after each chunk others have their turn. */
const NOWHERE = {
  processed() {},
  dropped() {},
  quarantine() {},
  ready: () => new Promise<void>(resolve => setImmediate(resolve)),
  restart: async () => {},
};

function checked(report: OrdersReport | undefined, header: readonly string[], error: Checked['error']): Checked {
  const { read = 0, kept = 0, dropped = 0, quarantined = 0, continuations = 0, problems = [], reading } = report ?? {};
  return { error, read, kept, dropped, quarantined, continuations, problems, reading: reading ?? null, header };
}

const HEAD_BYTES = 64 * 1024;
const MOST_NAMES = 200;

/** The names to choose from, split by whichever delimiter splits the first line most; none for a file that is no text. */
async function headerOf(bytes: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const [line = ''] = (await beginningOf(bytes)).replace(/^\uFEFF?(sep=.*\r?\n)?/i, '').split(/\r?\n/, 1);
  if (line.includes('\0') || line.includes('\uFFFD')) return [];
  const splits = [',', ';', '\t', '|'].map(delimiter => line.split(delimiter));
  const most = splits.reduce((best, split) => (split.length > best.length ? split : best));
  return most
    .map(name => name.trim().replace(/^"(.*)"$/, '$1'))
    .filter(name => name !== '')
    .slice(0, MOST_NAMES);
}

async function beginningOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, HEAD_BYTES);
}
