import { closeSync, openSync, writeSync } from 'node:fs';
import { generateOrders, type OrdersOptions } from '../sample/generate';

const BLOCK_LENGTH = 1_000_000;

export function writeOrders(path: string, orders: OrdersOptions): void {
  const file = openSync(path, 'w');
  let block = '';
  for (const line of generateOrders(orders)) {
    block += line;
    if (block.length < BLOCK_LENGTH) continue;
    writeSync(file, block);
    block = '';
  }
  writeSync(file, block);
  closeSync(file);
}
