import { isReadable } from '../../../../sources/load';
import { SOURCES } from '../run-filter';
import { REFERENCE_SOURCES } from './sources';

describe('a shipped source', () => {
  it.each(REFERENCE_SOURCES.map(source => [source.name, source] as const))(
    'named %s takes its values from where READING.md says',
    (name, expected) => {
      const shipped = SOURCES.filter(isReadable).find(source => source.name === name);
      const customers = shipped?.customer.map(column =>
        typeof column === 'string' || Array.isArray(column) ? column : Object.values(column)[0],
      );
      const ids = shipped?.customer.flatMap(column => (typeof column === 'object' && 'id' in column ? [column.id] : []));
      expect({ ...shipped, customer: customers, ids }).toMatchObject({
        id: expected.OrderID,
        customer: [...expected.Customer, ...(expected.customerOthers ?? [])],
        ids: expected.customerIds ?? [],
        amount: expected.Amount,
        status: expected.Status,
        date: expected.OrderDate,
        currency: expected.currency ?? [],
        cancelledAt: expected.cancelledAt ?? [],
        statuses: expected.statuses ?? {},
      });
      expect([shipped?.rows, shipped?.dateOrder, shipped?.decimal]).toEqual([expected.rows, expected.dateOrder, expected.decimal]);
    },
  );
});
