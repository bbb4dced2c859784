import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readBytes } from '../steps/filter-orders/read-bytes';

const SAMPLE = join(__dirname, '../../sample');
const template = readFileSync(join(SAMPLE, 'template.csv'));

describe('the template', () => {
  it('is read with nothing left out', async () => {
    expect(await readBytes(template)).toMatchObject({ report: { read: 2, kept: 2, reading: { source: 'standard' } } });
  });

  it('follows the JSON schema of the standard form', () => {
    const { properties, required } = JSON.parse(readFileSync(join(SAMPLE, 'orders.schema.json'), 'utf8'));
    const rows: Record<string, string>[] = parse(template, { columns: true });
    expect(Object.keys(rows[0] ?? {})).toEqual(required);
    for (const row of rows) {
      for (const name of required) if (properties[name].pattern) expect(row[name]).toMatch(new RegExp(properties[name].pattern));
    }
  });
});
