import { createReadStream, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { COLUMNS } from '../pipeline/columns';
import { describeReading } from '../pipeline/describe-reading';
import { RULES } from '../pipeline/rules';
import { loadSources } from '../sources/load';
import { FileError } from '../steps/filter-orders/file-errors';
import { kindOfObject } from '../steps/filter-orders/kind-of-object';
import { type OrdersReport, readOrders } from '../steps/filter-orders/read-orders';
import { countIds } from './reading/count-ids';
import { SETTINGS_OPTIONS, SETTINGS_USAGE, settingsFrom } from './reading/settings';
import { run } from './terminal/run';
import { table } from './terminal/table';
import { terminal } from './terminal/terminal';
import { UsageError } from './terminal/usage-error';

const USAGE = `npm run check -- FILE [--as-of DAY] ${SETTINGS_USAGE}`;
const ROWS = 5;

/** Reads a file as the pipeline would, and uploads nothing. Ends with 0 if the upload would succeed and leave nothing out. */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { 'as-of': { type: 'string' }, ...SETTINGS_OPTIONS },
    allowPositionals: true,
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError(`expected one file, got ${positionals.length}`);
  const { 'as-of': asOf = new Date().toISOString().slice(0, 10), ...given } = values;
  if (!/^\d{4}-\d\d-\d\d$/.test(asOf)) throw new UsageError(`expected --as-of YYYY-MM-DD, got ${asOf}`);
  const path = resolve(process.env.INIT_CWD ?? '.', file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`expected a file, got ${path}`);
  const screen = terminal();
  const key = `raw/${basename(path)}`;
  if (kindOfObject(key) === 'ignored') {
    screen.line(`✗ ${basename(path)} would be ignored: expected a name that ends in .csv, .tsv, .txt or .tab, also with .gz`, 'red');
    return 1;
  }
  const written: Buffer[] = [];
  const ids = countIds();
  const processed = (block: Uint8Array) => {
    if (written.length === 0) written.push(Buffer.from(block));
    ids.add(block);
  };
  try {
    const report = await readOrders({
      key,
      open: () => createReadStream(path, { highWaterMark: 1024 * 1024 }),
      rules: RULES,
      asOf,
      settings: settingsFrom(given),
      sources: loadSources(),
      outputs: {
        processed,
        dropped: () => {},
        quarantine: () => {},
        ready: async () => {},
        restart: async () => {
          written.length = 0;
          ids.reset();
        },
      },
    });
    showReport(report);
    const lines = Buffer.concat(written)
      .toString('utf8')
      .split('\n')
      .slice(1, ROWS + 1);
    screen.line('');
    screen.line('The first orders as they would be written');
    for (const line of table(COLUMNS, lines.filter(text => text !== '').map(splitWritten))) screen.line(line);
    return showVerdict(report);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.report) showReport(error.report);
    screen.line('');
    screen.line(`✗ the upload would be refused: ${error.name}: ${error.message}`, 'red');
    return 1;
  }

  function showReport(report: OrdersReport): void {
    const { reading, problems, extraColumns } = report;
    if (!reading) return;
    screen.line(describeReading(reading, report), 'bold');
    for (const [ours, theirs] of Object.entries(reading.columns))
      screen.line(`  ${ours.padEnd(10)} from ${theirs ?? 'no column: every status is empty, so the rule drops none'}`);
    const notRead = extraColumns.filter(name => name !== '');
    if (notRead.length > 0) screen.line(`  not read   ${notRead.slice(0, 20).join(', ')}`);
    const shapes = [
      reading.dateOrder && `dates ${reading.dateOrder}`,
      reading.decimal && `decimal mark "${reading.decimal}"`,
      reading.rows && `rows are ${reading.rows}`,
    ];
    if (shapes.some(Boolean)) screen.line(`  form       ${shapes.filter(Boolean).join(', ')}`);
    for (const { rule, sentence, count, line } of problems)
      screen.line(`  ! ${rule}: ${count} ${count === 1 ? 'row' : 'rows'}, first in line ${line}: ${sentence}`, 'yellow');
  }

  function showVerdict({ quarantined, reading }: OrdersReport): number {
    const { repeated, differing } = ids.counts();
    screen.line('');
    if (repeated > 0 && !reading?.rows)
      screen.line(
        differing > 0
          ? `! ${repeated} ${repeated === 1 ? 'id stands' : 'ids stand'} in several rows, ${differing} of them with different amounts: without --rows orders or --rows lines these orders count in no answer`
          : `${repeated} ${repeated === 1 ? 'id stands' : 'ids stand'} in several rows with equal amounts: each order counts once`,
        differing > 0 ? 'yellow' : undefined,
      );
    if (quarantined > 0)
      screen.line(
        `! ${quarantined} ${quarantined === 1 ? 'row' : 'rows'} would go to quarantine; correct them, or upload and use \`npm run requeue\``,
        'yellow',
      );
    const isClean = quarantined === 0 && !(differing > 0 && !reading?.rows);
    screen.line(
      isClean ? '✓ the upload would succeed and leave nothing out' : '✗ the upload would succeed, and leave out what is named above',
      isClean ? 'green' : 'red',
    );
    return isClean ? 0 : 1;
  }
});

/** A line of the written form: quotes only where they are needed. */
function splitWritten(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
