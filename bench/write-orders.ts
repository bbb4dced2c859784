import { closeSync, openSync, writeSync } from 'node:fs';
import { generateOrders, type OrdersOptions } from '../sample/generate';
import type { Form } from './forms';

const BLOCK_LENGTH = 1_000_000;

/** Each block of a compressed form is a member of its own. */
export function writeOrders(path: string, orders: OrdersOptions, form: Form): void {
  const file = openSync(path, 'w');
  let block = '';
  for (const line of generateOrders(orders)) {
    block += `${form.line(line.slice(0, -1))}\n`;
    if (block.length < BLOCK_LENGTH) continue;
    writeSync(file, form.bytes(block));
    block = '';
  }
  writeSync(file, form.bytes(block));
  closeSync(file);
}
