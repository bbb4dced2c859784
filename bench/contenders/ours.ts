import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { RULES } from '../../pipeline/rules';
import { loadSources } from '../../sources/load';
import { readOrders } from '../../steps/filter-orders/read-orders';
import { report } from './report';

/** The filter step's own core, from file to file. */
const [input = '', output = '', asOf = ''] = process.argv.slice(2);
const spent = { reading: 0, filtering: 0, writing: 0 };

const target = openSync(output, 'w');
const blocks = {
  processed: (block: Uint8Array) => {
    const start = performance.now();
    writeSync(target, block);
    spent.writing += performance.now() - start;
  },
  dropped: () => undefined,
  quarantine: () => undefined,
  ready: async () => undefined,
  restart: async () => ftruncateSync(target),
};

/** In one chunk of memory, which is read before the next is asked for. */
async function* open(): AsyncGenerator<Uint8Array> {
  const source = openSync(input, 'r');
  const chunk = Buffer.allocUnsafe(1024 * 1024);
  for (;;) {
    const before = performance.now();
    const size = readSync(source, chunk, 0, chunk.length, null);
    spent.reading += performance.now() - before;
    if (size === 0) break;
    yield chunk.subarray(0, size);
  }
  closeSync(source);
}

async function main(): Promise<void> {
  const start = performance.now();
  const { kept } = await readOrders({
    key: input,
    open,
    rules: RULES,
    asOf,
    settings: {},
    sources: loadSources(),
    outputs: blocks,
  });
  spent.filtering = performance.now() - start - spent.reading - spent.writing;
  closeSync(target);
  report({ kept, spent });
}

void main();
