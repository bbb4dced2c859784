import { fillDefinition, type Placeholders } from '../../statemachine/fill-definition';

const values: Placeholders = {
  FilterOrders: 'function',
  SweepUploads: 'sweep',
  StateMachine: 'machine',
  Bucket: 'bucket',
  Prefixes: { orders: 'orders/', runs: 'runs/', latest: 'latest/', claims: 'claims/' },
  Crawler: 'crawler',
  Database: 'database',
  WorkGroup: 'work-group',
  Table: { Name: 'processed' },
  BuildOrders: 'UNLOAD',
  UploadsQuery: { id: 'uploads', title: 'Uploads', sql: 'SELECT 1' },
  Digest: 'digest',
  Crawl: 'always',
  Together: 0,
  Queries: [{ id: 'one', title: 'One "query"', sql: "SELECT '${Bucket}'" }],
};

describe('fillDefinition', () => {
  it('leaves no placeholder but what a value itself holds', () => {
    expect(JSON.stringify(fillDefinition(values)).match(/\$\{\w+\}/g)).toEqual(['${Bucket}']);
  });

  it('puts a list in as a list', () => {
    expect(fillDefinition(values)).toMatchObject({ States: { ReadInput: { Assign: { queryList: values.Queries, table: values.Table } } } });
  });

  it('refuses a value without a placeholder', () => {
    expect(() => fillDefinition(Object.assign({ Colour: 'red' }, values))).toThrow('no placeholder for: Colour');
  });

  it('refuses a placeholder without a value', () => {
    const { Bucket: _, ...rest } = values;
    expect(() => Reflect.apply(fillDefinition, undefined, [rest])).toThrow('a placeholder without a value: ${Bucket}');
  });
});
