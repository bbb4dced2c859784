import type { Stage } from '../../infra/stages/stage';
import { PRICES } from '../../pipeline/prices';
import { estimate, type Month, total } from './estimate';
import { dayOf, largestQueryGb, largestTableGb, loadInMonth, mergesUsd, monthOfCutoff, SHAPES, shapeOf } from './shapes';

const MONTHS = 36;

/** Every month from 1 to 36, when each is as the first and the table keeps all uploads: its size, the month's cost, and whether it is answered. */
export function monthsReport(stage: Stage, month: Month): readonly string[] {
  const { uploads, megabytes, keys = uploads, tableGb = 0 } = month;
  // A key that comes again replaces its rows, so with fewer keys than uploads the table stops growing after the first month.
  const grows = keys >= uploads;
  const lines = ['', `${'Month'.padEnd(7)}${'table GB'.padStart(11)}${'US dollars'.padStart(13)}`];
  for (let number = 1; number <= MONTHS; number++) {
    const before = number === 1 ? 0 : ((grows ? uploads * (number - 1) : keys) * megabytes) / 1000;
    const start = tableGb + before;
    const end = number > 1 && !grows ? start : start + (Math.min(keys, uploads) * megabytes) / 1000;
    const items = estimate(stage, { ...month, tableGb: start, ...(number > 1 && !grows ? { keys: 0 } : {}) });
    const isCancelled = largestQueryGb(shapeOf(stage), end) * 1e9 > stage.bytesCutoff;
    const remark = isCancelled ? `  cancelled: a query reads more than the ${gibibytes(stage.bytesCutoff)} of bytesCutoff` : '';
    lines.push(`${String(number).padEnd(7)}${end.toFixed(1).padStart(11)}${total(items).toFixed(2).padStart(13)}${remark}`);
  }
  return lines;
}

const RATES = [100, 1000, 10_000] as const;
const SHOWN = [1, 12, 36] as const;
const MEGABYTES = 1;

/** Queries and crawls of a day, for each shape and rate, as the table grows over 36 months; and when each passes the stage's cutoff. */
export function shapesReport(stage: Stage): readonly string[] {
  const lines = [`US dollars a day, for uploads of ${MEGABYTES} MB, at the prices of ${PRICES.date} in ${PRICES.region}`];
  for (const uploadsPerDay of RATES) {
    const start = { uploadsPerDay, megabytes: MEGABYTES };
    lines.push('', `${uploadsPerDay.toLocaleString('en')} uploads a day: queries and crawls, then everything that grows with the uploads`);
    lines.push(
      `${''.padEnd(24)}${SHOWN.map(month => `month ${month}`.padStart(24)).join('')}  past the cutoff of ${gibibytes(stage.bytesCutoff)}`,
    );
    for (const { name, shape } of SHAPES) {
      const cells = SHOWN.map(month => {
        const { queriesUsd, crawlsUsd, restUsd } = dayOf(shape, loadInMonth(month, start));
        return `${dollars(queriesUsd + crawlsUsd)}${dollars(queriesUsd + crawlsUsd + restUsd)}`;
      });
      const cutoff = monthOfCutoff(shape, start, stage.bytesCutoff);
      lines.push(`${name.padEnd(24)}${cells.join('')}  ${cutoff === undefined ? 'not in 36 months' : `from month ${cutoff}`}`);
    }
  }
  lines.push('', 'One upload alone, in US dollars, by the size of the table as CSV');
  const sizes = [0.1, 10, 100, 1000] as const;
  lines.push(`${''.padEnd(24)}${sizes.map(size => `${size} GB`.padStart(12)).join('')}`);
  for (const { name, shape } of SHAPES) {
    const cells = sizes.map(tableGb => {
      const { queriesUsd, crawlsUsd } = dayOf(shape, { uploadsPerDay: 1, megabytes: MEGABYTES, tableGb, files: 3000 });
      return (queriesUsd + crawlsUsd).toFixed(3).padStart(12);
    });
    lines.push(`${name.padEnd(24)}${cells.join('')}`);
  }
  lines.push('', 'How many gigabytes of CSV the table may have for a goal; 0: it is missed by the first upload');
  lines.push(`${''.padEnd(24)}${GOALS.map(({ goal }) => goal.padStart(34)).join('')}`);
  for (const { name, shape } of SHAPES) {
    const cells = GOALS.map(({ load, usd }) => largestTableGb(shape, load, usd).toFixed(1).padStart(34));
    lines.push(`${name.padEnd(24)}${cells.join('')}`);
  }
  const merges = (uploadsPerDay: number, months: 'recent' | 'all') =>
    mergesUsd({ uploadsPerDay, megabytes: MEGABYTES, tableGb: 1000 }, months).toFixed(2);
  lines.push('', 'What comes then, and is not built: Iceberg with a merge per slot of 900 seconds, beside a table of 1000 GB');
  lines.push(`10,000 uploads a day whose orders are of recent months, a day ${merges(10_000, 'recent').padStart(7)}`);
  lines.push(`one upload alone whose orders are of all months ${merges(1, 'all').padStart(21)}`);
  return lines;
}

/** The second assumes that the table came in such uploads, the first in one file a day: a terabyte in files of 1 MB is unrealistic. */
const GOALS = [
  { goal: 'an upload alone for 1 dollar', load: { uploadsPerDay: 1, megabytes: 1000 }, usd: 1 },
  { goal: '10,000 uploads a day for 10', load: { uploadsPerDay: 10_000, megabytes: MEGABYTES }, usd: 10 },
] as const;

function dollars(usd: number): string {
  return usd.toFixed(2).padStart(12);
}

function gibibytes(bytes: number): string {
  return `${Number((bytes / 1024 ** 3).toFixed(1))} GiB`;
}
