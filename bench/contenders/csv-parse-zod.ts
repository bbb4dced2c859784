import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { report } from './report';

/** What one would write first: csv-parse for the rows, a zod schema for each, and the rule. */
const [input = '', output = '', asOf = ''] = process.argv.slice(2);
const lastDay = Date.parse(`${asOf}T00:00:00Z`) - 30 * 86_400_000;

const Order = z.object({
  OrderID: z.string().trim().min(1),
  Customer: z.string().trim().min(1),
  Amount: z.string().regex(/^-?\d{1,16}(\.\d{1,2})?$/),
  Status: z.string().trim(),
  OrderDate: z.iso.date(),
});

let kept = 0;
const filter = new Transform({
  writableObjectMode: true,
  transform(row: unknown, _encoding, done) {
    const order = Order.safeParse(row);
    if (!order.success) return done();
    const { OrderID, Customer, Amount, Status, OrderDate } = order.data;
    const droppable = ['pending', 'cancelled'].includes(Status.toLowerCase());
    if (droppable && Date.parse(OrderDate) <= lastDay) return done();
    kept++;
    done(null, `${[OrderID, Customer, Amount, Status, OrderDate].map(quoted).join(',')}\n`);
  },
});

function quoted(value: string): string {
  return /[,"\\]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

async function main(): Promise<void> {
  const rows = parse({ columns: true, relax_quotes: false, skip_records_with_error: true, record_delimiter: '\n' });
  await pipeline(createReadStream(input, { highWaterMark: 1024 * 1024 }), rows, filter, createWriteStream(output));
  report({ kept });
}

void main();
