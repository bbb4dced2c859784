import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFile } from '../tables/definition';
import { compare, resultOf, type Verdict } from './compare';
import { PROBES, type Probe, statements } from './record-trino';

const probes: readonly Probe[] = JSON.parse(readFileSync(join(PROBES, 'probes.json'), 'utf8'));
const path = join(PROBES, 'orders.csv');
const file: DataFile = { key: 'processed/orders.csv', path, size: statSync(path).size };

/** So many of the probes are refused by name. A number that falls is good news; one that rises is a loss. */
const REFUSED = 43;

/** Each probe's engine is an instance of DuckDB; so many open at a time are the quickest. */
const AT_ONCE = 4;

describe('the recorded results of Trino', () => {
  const verdicts = new Map<Probe, Verdict>();

  beforeAll(async () => {
    const waiting = [...probes];
    const work = async () => {
      for (let probe = waiting.pop(); probe; probe = waiting.pop()) verdicts.set(probe, compare(await resultOf(probe.sql, file), probe));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }, 120_000);

  it.each(probes)('and local Athena agree: $sql', probe => {
    const { kind, detail } = verdicts.get(probe) ?? { kind: 'wrong', detail: 'not asked' };
    expect(kind === 'wrong' ? detail : kind).toMatch(/^(right|refused)$/);
  });

  it('takes what local Athena refuses by name', () => {
    expect([...verdicts.values()].filter(({ kind }) => kind === 'refused')).toHaveLength(REFUSED);
  });

  it('was asked every statement', () => {
    expect(probes.map(probe => probe.sql)).toEqual(statements());
  });
});
