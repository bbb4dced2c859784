import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateOrders, SAMPLE } from '../../sample/generate';
import { filterText } from '../steps/filter-orders/run-filter';

const sample = readFileSync(join(__dirname, '../../sample/orders.csv'), 'utf8');

it('makes the sample that is committed', () => {
  expect([...generateOrders(SAMPLE)].join('')).toBe(sample);
});

it('makes other orders from another seed, and clean ones unless it is told otherwise', () => {
  const made = [...generateOrders({ seed: 1, rows: 500 })].join('');
  expect(made).not.toBe([...generateOrders({ seed: 2, rows: 500 })].join(''));
  expect(filterText(made).report).toMatchObject({ read: 500, kept: 500 });
});

it('shows in the sample every status, quoted names and most of the rules', () => {
  const { processed, report } = filterText(sample);
  for (const status of ['delivered', 'shipped', 'confirmed', 'returned', 'pending', 'cancelled'])
    expect(processed).toContain(`,${status},2025-02-`);
  expect(processed).toContain('"Smith, John"');
  expect(Object.keys(report.rules).length).toBeGreaterThanOrEqual(5);
});
