import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateOrders } from './generate';

/** `npm run sample`: writes sample/orders.csv, which `npm start` uploads when there is no data yet. */
const lines = [...generateOrders({ seed: 2025, rows: 480, quotedShare: 0.06, badShare: 0.015, days: 181 })];
writeFileSync(join(__dirname, 'orders.csv'), lines.join(''));
