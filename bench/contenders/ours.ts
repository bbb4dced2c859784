import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { OrderFilter } from '../../steps/filter-orders/order-filter';
import { report } from './report';

/** The filter step's own core, from file to file. */
const [input = '', output = '', asOf = ''] = process.argv.slice(2);
const spent = { reading: 0, filtering: 0, writing: 0 };

const source = openSync(input, 'r');
const target = openSync(output, 'w');
const filter = new OrderFilter(
  { settings: { dropStatuses: ['pending', 'cancelled'], dropAfterDays: 30, maxBadShare: 0.5 }, asOf },
  {
    processed: block => {
      const start = performance.now();
      writeSync(target, block);
      spent.writing += performance.now() - start;
    },
    quarantine: () => undefined,
  },
);

const chunk = Buffer.allocUnsafe(1024 * 1024);
const start = performance.now();
for (;;) {
  const before = performance.now();
  const size = readSync(source, chunk);
  spent.reading += performance.now() - before;
  if (size === 0) break;
  filter.write(chunk.subarray(0, size));
}
const { kept } = filter.end();
spent.filtering = performance.now() - start - spent.reading - spent.writing;
closeSync(source);
closeSync(target);
report({ kept, spent });
