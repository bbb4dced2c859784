import { generateOrders } from '../../sample/generate';

const STATUSES = ['delivered', 'delivered', 'delivered', 'shipped', 'shipped', 'confirmed', 'returned', 'pending', 'cancelled'];

/** A year of orders, as a shop exports them. */
export function firstExport(): string {
  return [
    ...generateOrders({ seed: 7, rows: 2600, quotedShare: 0.06, badShare: 0.004, firstDay: '2025-01-01', days: 390, statuses: STATUSES }),
  ].join('');
}

/** The next month: the orders of the first export and new ones, so that answers change. */
export function secondExport(): string {
  const next = generateOrders({ seed: 11, rows: 420, quotedShare: 0.06, firstDay: '2026-01-26', days: 30, statuses: STATUSES });
  return [...next]
    .map(line => line.replace(/^O/, 'P'))
    .join('')
    .replace(/^PrderID/, 'OrderID');
}

/** What is refused: the columns are there, but most rows cannot be understood. */
export function unreadable(): string {
  return [...generateOrders({ seed: 3, rows: 40, badShare: 0.9, brokenQuotes: false })].join('');
}
