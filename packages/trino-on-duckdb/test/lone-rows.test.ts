import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Job } from '../engine/job';
import { prepare } from '../engine/prepare';
import { runStatement } from '../engine/run-statement';
import type { KnownForms } from '../tables/known-forms';
import { ordersTable } from './orders-table';

interface Row {
  readonly id: string;
  readonly customer: string;
  readonly amount: number;
  readonly status: string;
}

const HEADER = 'orderid,customer,amount,status,orderdate\n';

/** Groups of which most have one row, and windows over parts of their keys. `names` multiplies the rows of a status behind the groups. */
const SQL = `
  WITH typed AS (
    SELECT NULLIF(orderid, '') AS id, customer, CAST(amount AS DECIMAL(18, 2)) AS amount, status FROM t
  ), grouped AS (
    SELECT id, customer, status, COUNT(*) AS n, COUNT(id) AS ids, SUM(amount) AS total, MIN(amount) AS least, MAX(amount) AS most
    FROM typed WHERE status <> 'none' GROUP BY id, customer, status
  ), compared AS (
    SELECT *, SUM(n) OVER (PARTITION BY id) AS n_of_id, MIN(least) OVER (PARTITION BY id, customer) AS least_of_both FROM grouped
  ), names AS (
    SELECT * FROM (VALUES ('paid', 1), ('paid', 2), ('sent', 3)) AS v(of_status, number)
  ), multiplied AS (
    SELECT *, MAX(number) OVER (PARTITION BY id) AS most_number FROM compared LEFT JOIN names ON of_status = status
  )
  SELECT id, customer, status, n, ids, total, least, most, n_of_id, least_of_both, number, most_number,
    MAX(number) OVER (PARTITION BY id, customer) AS most_of_both, COUNT(*) OVER (PARTITION BY id) AS rows_of_id, bool_or(n > 1) OVER (PARTITION BY status) AS any_pair
  FROM multiplied`;

function expected(rows: readonly Row[]): string[] {
  const groups = new Map<string, { id: string | null; customer: string; status: string; amounts: number[] }>();
  for (const { id, customer, amount, status } of rows.filter(row => row.status !== 'none')) {
    const key = JSON.stringify([id, customer, status]);
    const group = groups.get(key) ?? { id: id === '' ? null : id, customer, status, amounts: [] };
    groups.set(key, group);
    group.amounts.push(amount);
  }
  const all = [...groups.values()];
  const numbers: Readonly<Record<string, readonly number[]>> = { paid: [1, 2], sent: [3] };
  const multiplied = all.flatMap(group => (numbers[group.status] ?? [null]).map(number => ({ ...group, number })));
  return multiplied
    .map(({ id, customer, status, amounts, number }) => {
      const ofId = all.filter(other => other.id === id);
      const ofBoth = ofId.filter(other => other.customer === customer).flatMap(other => other.amounts);
      const rowsOfId = multiplied.filter(other => other.id === id);
      const most = (of: readonly { readonly number: number | null }[]) =>
        of.reduce<number | null>((greatest, { number: each }) => (each === null ? greatest : Math.max(each, greatest ?? 0)), null);
      return JSON.stringify([
        ...[id, customer, status, amounts.length, id === null ? 0 : amounts.length],
        ...[amounts.reduce((sum, cents) => sum + cents, 0), Math.min(...amounts), Math.max(...amounts)],
        ofId.reduce((sum, other) => sum + other.amounts.length, 0),
        ...[Math.min(...ofBoth), number, most(rowsOfId), most(rowsOfId.filter(other => other.customer === customer)), rowsOfId.length],
        all.some(other => other.status === status && other.amounts.length > 1),
      ]);
    })
    .sort();
}

describe('rows that are alone in their group', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lone-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** `more` bytes are said to be in the file, since a few rows are written down where many are not. */
  const jobOf = (rows: readonly Row[], more = 0): Job => {
    const path = join(folder, 'orders.csv');
    writeFileSync(path, HEADER + rows.map(row => `${row.id},${row.customer},${(row.amount / 100).toFixed(2)},${row.status},\n`).join(''));
    const files = [{ key: 'processed/orders.csv', path, size: statSync(path).size + more }];
    const tables = [{ database: 'd', name: 't', table: ordersTable('b'), files }];
    return { sql: SQL, parameters: [], database: 'd', databases: ['d'], tables, now: new Date(0), output: '' };
  };
  const answers = async (rows: readonly Row[], { forms, more }: { forms?: KnownForms; more?: number } = {}) => {
    const found: string[] = [];
    const cents = [5, 6, 7, 9];
    for await (const batch of runStatement(prepare(jobOf(rows, more)), new AbortController().signal, { forms }))
      for (const row of batch)
        found.push(
          JSON.stringify(
            row.map((value, index) => {
              if (cents.includes(index)) return Math.round(Number(centsOf(value)));
              return typeof value === 'bigint' ? Number(value) : value;
            }),
          ),
        );
    return found.sort();
  };

  const row = fc.record({
    id: fc.oneof(fc.constantFrom('', '1', '2'), fc.integer({ min: 3, max: 40 }).map(String)),
    customer: fc.constantFrom('Ann', 'Bob'),
    amount: fc.integer({ min: -500, max: 500 }),
    status: fc.constantFrom('paid', 'sent', 'open', 'none'),
  });
  const carefully: KnownForms = { arePlain: async given => given.map(() => false) };

  it('are counted as in groups, whoever reads the files', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async rows => {
        expect(await answers(rows)).toEqual(expected(rows));
        expect(await answers(rows, { forms: carefully })).toEqual(expected(rows));
      }),
      { numRuns: 25 },
    );
  });

  it('are counted as in groups where they are too many to be written down', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async rows => {
        expect(await answers(rows, { more: 1e9 })).toEqual(expected(rows));
      }),
      { numRuns: 15 },
    );
  });

  it('are grouped where they stand in a subquery that sees the row around it', async () => {
    const sql = `WITH typed AS (SELECT orderid AS id FROM t)
      SELECT id, (SELECT COUNT(*) FROM typed AS other WHERE other.id = typed.id GROUP BY other.id) AS n, MAX(id) OVER (PARTITION BY id) AS same
      FROM typed`;
    const job = { ...jobOf(['1', '1', '2'].map(id => ({ id, customer: 'Ann', amount: 100, status: 'paid' }))), sql };
    const found: unknown[] = [];
    for await (const batch of runStatement(prepare(job), new AbortController().signal)) found.push(...batch);
    expect(found.map(row => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? Number(value) : value))).sort()).toEqual([
      '["1",2,"1"]',
      '["1",2,"1"]',
      '["2",1,"2"]',
    ]);
  });

  it('are not held to be grouped', () => {
    const { first } = prepare(jobOf([]));
    const grouped = first.filter(({ sql }) => / GROUP BY (?!k)/.test(sql));
    expect(grouped.length).toBeGreaterThan(0);
    for (const { sql } of grouped.filter(each => each.sql.includes('sum('))) expect(sql).toContain('SEMI JOIN');
  });
});

/** A decimal is its digits and its scale. */
function centsOf(value: unknown): number {
  return Number(String(value)) * 100;
}
