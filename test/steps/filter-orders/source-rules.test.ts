import { sourceRules } from '../../../steps/filter-orders/source-rules';
import { SOURCES } from './run-filter';

describe('the rules by which an upload is read', () => {
  const rules = sourceRules(SOURCES, { dateOrder: 'day-first', shop: 'berlin' });

  it('are the same whatever the order of sources and settings', () => {
    expect(sourceRules([...SOURCES].reverse(), { shop: 'berlin', dateOrder: 'day-first' })).toBe(rules);
    expect(rules).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['another source', SOURCES.slice(1), { dateOrder: 'day-first', shop: 'berlin' } as const],
    ['another setting', SOURCES, { dateOrder: 'month-first', shop: 'berlin' } as const],
    ['no setting', SOURCES, {}],
  ])('are others with %s', (_, sources, settings) => {
    expect(sourceRules(sources, settings)).not.toBe(rules);
  });
});
