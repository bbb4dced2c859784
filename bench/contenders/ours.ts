import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { RULES } from '../../pipeline/rules';
import { TABLE_FORMATS } from '../../pipeline/table-format';
import { loadSources } from '../../sources/load';
import { readOrders } from '../../steps/filter-orders/read-orders';
import { tableFileMaker } from '../../steps/filter-orders/writing/table-file';
import { report } from './report';

/** The filter step's own core, from file to file, of CSV or of the format that is named last. */
const [input = '', output = '', asOf = '', , named = 'csv'] = process.argv.slice(2);
const format = TABLE_FORMATS.find(known => known === named) ?? 'csv';
const spent = { reading: 0, filtering: 0, writing: 0 };

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
  const makeFile = await tableFileMaker(format);
  const target = openSync(output, 'w');
  const newFile = () => makeFile(block => writeSync(target, block));
  let file = newFile();
  const writing = (act: () => void) => {
    const start = performance.now();
    act();
    spent.writing += performance.now() - start;
  };
  const start = performance.now();
  const outputs = {
    processed: (block: Uint8Array) => writing(() => file.write(block)),
    dropped: () => undefined,
    quarantine: () => undefined,
    ready: async () => undefined,
    restart: async () => {
      ftruncateSync(target);
      file = newFile();
    },
  };
  const { kept } = await readOrders({ key: input, open, rules: RULES, asOf, settings: {}, sources: loadSources(), outputs });
  writing(() => file.end());
  spent.filtering = performance.now() - start - spent.reading - spent.writing;
  closeSync(target);
  report({ kept, spent });
}

void main();
