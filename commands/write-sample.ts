import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateOrders, SAMPLE } from '../sample/generate';

/** `npm run sample`: writes sample/orders.csv, which `npm start` uploads when there is no data yet. */
writeFileSync(join(__dirname, '..', 'sample', 'orders.csv'), [...generateOrders(SAMPLE)].join(''));
