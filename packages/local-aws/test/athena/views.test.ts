import { startLocalAthena } from './local-athena';
import { putOrders } from './orders-table';
import { statementsOf } from './statements';

describe('a view', () => {
  let local: Awaited<ReturnType<typeof startLocalAthena>>;
  let statements: ReturnType<typeof statementsOf>;
  beforeAll(async () => {
    local = await startLocalAthena();
    statements = statementsOf(local);
    await putOrders(local);
    await statements.run('CREATE DATABASE shop');
    const sql = 'SELECT customer, sum(CAST(amount AS DECIMAL(10, 2))) AS "Total" FROM orders_db.processed GROUP BY 1';
    // As dbt writes it.
    expect(await statements.run(`create or replace view\n    "awsdatacatalog"."shop"."totals"\n  as\n    ${sql}`)).toMatchObject({
      StatementType: 'DDL',
      SubstatementType: 'CREATE_VIEW',
      Status: { State: 'SUCCEEDED' },
    });
  });
  afterAll(() => local.close());

  const inShop = { QueryExecutionContext: { Database: 'shop' } };

  it('is read as a table is, wherever the query that names it stands', async () => {
    const sql = 'SELECT t.customer, t.total, o.orderid FROM shop.totals t JOIN processed o ON o.customer = t.customer ORDER BY 3';
    expect(await statements.rows(sql)).toEqual([
      ['Ann', '1.50', 'O1'],
      ['Bob', '6.00', 'O2'],
      ['Bob', '6.00', 'O3'],
    ]);
    expect(await statements.rows('SELECT * FROM totals WHERE total > 2', inShop)).toEqual([['Bob', '6.00']]);
  });

  it('stands in the catalogue with the columns of its query', async () => {
    expect(await statements.lines('SHOW VIEWS IN shop')).toEqual(['totals']);
    expect(await statements.lines('DESCRIBE shop.totals')).toEqual(['customer\tstring\t', 'total\tdecimal(38,2)\t']);
  });

  it('reads other views, and finds names in its own database', async () => {
    expect(
      await statements.run('CREATE VIEW few AS WITH t AS (SELECT * FROM totals) SELECT upper(customer) AS who FROM t', inShop),
    ).toMatchObject({
      Status: { State: 'SUCCEEDED' },
    });
    expect(await statements.rows('SELECT who FROM shop.few ORDER BY 1')).toEqual([['ANN'], ['BOB']]);
  });

  it('can be made into a table', async () => {
    expect(await statements.run('CREATE TABLE copy AS SELECT * FROM shop.totals')).toMatchObject({ Status: { State: 'SUCCEEDED' } });
    expect(await statements.rows('SELECT sum(total) FROM copy')).toEqual([['7.50']]);
  });

  it.each([
    ['CREATE VIEW totals AS SELECT 1 AS one', /^TABLE_ALREADY_EXISTS: line 1:1: View already exists/],
    ['CREATE OR REPLACE VIEW orders_db.processed AS SELECT 1 AS one', /^TABLE_ALREADY_EXISTS: line 1:1: Table already exists/],
    ['CREATE VIEW nope AS SELECT nope FROM orders_db.processed', /^COLUMN_NOT_FOUND/],
    ['CREATE VIEW nope AS SELECT 1', /^MISSING_COLUMN_NAME/],
    ['DROP TABLE totals', /^FAILED: SemanticException Cannot drop a view with DROP TABLE/],
    ['DROP VIEW nope', /^FAILED: .*Table not found nope/],
  ])('fails: %s', async (sql, reason) => {
    expect(await statements.rows(sql, inShop)).toMatch(reason);
  });

  it('that names itself is refused', async () => {
    await statements.run('CREATE VIEW a AS SELECT 1 AS x', inShop);
    await statements.run('CREATE VIEW b AS SELECT x FROM a', inShop);
    await statements.run('CREATE OR REPLACE VIEW a AS SELECT x FROM b', inShop);
    expect(await statements.rows('SELECT * FROM shop.a')).toMatch(/^VIEW_IS_RECURSIVE/);
  });

  it('goes by its quoted name', async () => {
    expect(await statements.lines('drop view if exists "awsdatacatalog"."shop"."totals"')).toEqual([]);
    expect(await statements.rows('SELECT * FROM shop.totals')).toMatch(/^TABLE_NOT_FOUND/);
  });
});
