import { uploadMetrics } from '../../../steps/filter-orders/metrics';
import type { FilterResult } from '../../../steps/filter-orders/result';

const NOTHING: FilterResult = { upload: null, asOf: null, filter: null, reading: null, error: null };

it('is no metric where nothing was read', () => {
  expect(uploadMetrics({ result: NOTHING, functionName: 'F', seconds: 1, now: new Date(0) })).toBeUndefined();
});
