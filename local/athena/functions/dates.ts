import { dayOf, partsOfDay } from '../natives/calendar';
import { TrinoError } from '../trino-error';
import { js } from './definition';

const invalid = (message: string) => new TrinoError('INVALID_FUNCTION_ARGUMENT', message);

function truncateDay(unit: string, days: number): number {
  const { year, month } = partsOfDay(days);
  switch (unit.toLowerCase()) {
    case 'day':
      return days;
    case 'week':
      return days - ((((days + 3) % 7) + 7) % 7);
    case 'month':
      return dayOf(year, month, 1) ?? days;
    case 'quarter':
      return dayOf(year, month - ((month - 1) % 3), 1) ?? days;
    case 'year':
      return dayOf(year, 1, 1) ?? days;
    default:
      throw invalid(`'${unit}' is not a valid DATE field`);
  }
}

export const DATES = [js('date_trunc(varchar, date) -> date', truncateDay)];
