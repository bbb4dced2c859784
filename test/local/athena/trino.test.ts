import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredObject } from '../../../local/s3/object-store';
import { answer, judge } from './compare';
import { PROBES, type Probe, statements } from './record-trino';

const probes: readonly Probe[] = JSON.parse(readFileSync(join(PROBES, 'probes.json'), 'utf8'));
const path = join(PROBES, 'orders.csv');
const file: StoredObject = { key: 'processed/orders.csv', path, size: statSync(path).size, etag: '"1"', lastModified: new Date(0) };

/** So many of the probes are refused by name. A number that falls is good news; one that rises is a loss. */
const REFUSED = 41;

describe('Trino, as it answered', () => {
  const refused: string[] = [];

  it.each(probes)('and Athena on the laptop agree: $sql', async probe => {
    const { kind, detail } = judge(await answer(probe.sql, file), probe);
    if (kind === 'refused') refused.push(probe.sql);
    expect(kind === 'wrong' ? detail : kind).toMatch(/^(right|refused)$/);
  });

  it('takes what the laptop refuses by name', () => {
    expect(refused).toHaveLength(REFUSED);
  });

  it('was asked every statement', () => {
    expect(probes.map(probe => probe.sql)).toEqual(statements());
  });
});
