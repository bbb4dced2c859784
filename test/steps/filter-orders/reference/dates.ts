type Order = 'day-first' | 'month-first' | 'year-first' | 'year-day-month';
type ReadDate = { readonly day: string } | { readonly rule: 'bad-date' | 'ambiguous-date' };

/** Dates of one file: which order their shapes are proven to have, and what each is. */
export class Dates {
  private readonly proven = new Map<string, Set<Order>>();

  /** `said` is the setting of the upload or of its source. */
  constructor(private readonly said: Order | undefined) {}

  learn(text: string): void {
    const parsed = parse(text);
    if (parsed === undefined || 'day' in parsed) return;
    const [only, ...others] = parsed.readings;
    if (only === undefined || others.length > 0) return;
    this.proven.set(parsed.shape, (this.proven.get(parsed.shape) ?? new Set()).add(only[0]));
  }

  read(text: string): ReadDate {
    const parsed = parse(text);
    if (parsed === undefined) return { rule: 'bad-date' };
    if ('day' in parsed) return { day: parsed.day };
    const { shape, readings, yearFirst } = parsed;
    const as = (order: Order): ReadDate => {
      const day = readings.get(order);
      return day === undefined ? { rule: 'bad-date' } : { day };
    };
    if (this.said !== undefined) return as(yearFirst ? 'year-first' : this.said);
    const proven = this.proven.get(shape) ?? new Set<Order>();
    const [only] = readings.keys();
    if (only === undefined) return { rule: 'bad-date' };
    if (readings.size === 1 || new Set(readings.values()).size === 1) return as(yearFirst ? 'year-first' : only);
    if (yearFirst) return proven.has('year-day-month') ? { rule: 'ambiguous-date' } : as('year-first');
    const [order] = proven.size === 0 && shape.startsWith('.4') ? (['day-first'] as const) : proven;
    return order === undefined || proven.size > 1 ? { rule: 'ambiguous-date' } : as(order);
  }
}

type Parsed =
  | { readonly day: string }
  | { readonly shape: string; readonly yearFirst: boolean; readonly readings: ReadonlyMap<Order, string> };

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
// White space is what `trim` removes.
const B = '\\s';
const TIME = `(?<time>(?:T|${B}+|,${B}*)(?<hour>[0-9]{1,2}):(?<minute>[0-5][0-9])(?::(?:[0-5][0-9]|60)(?:\\.[0-9]+)?)?(?:${B}*[AP]M)?(?:${B}*(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?|[A-Z]{1,5}))?)?`;
const WEEKDAY = `(?:(?:mon|tues?|wed|thur?s?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\\.?,?${B}*)?`;
const YEAR_FIRST = new RegExp(`^(?<a>[0-9]{4})(?<mark>[-/.])(?<b>[0-9]{1,2})\\k<mark>(?<c>[0-9]{1,2})${TIME}$`, 'i');
const COMPACT = new RegExp(`^(?<a>[0-9]{4})(?<b>[0-9]{2})(?<c>[0-9]{2})${TIME}$`, 'i');
const YEAR_LAST = new RegExp(`^(?<a>[0-9]{1,2})(?<mark>[-/.])(?<b>[0-9]{1,2})\\k<mark>(?<c>[0-9]{4}|[0-9]{2})${TIME}$`, 'i');
const DAY_NAME = new RegExp(
  `^${WEEKDAY}(?<d>[0-9]{1,2})(?:[-/.]|\\.?${B}+)(?<m>[a-z]+)\\.?(?:[-/]|,?${B}+)(?<y>[0-9]{4}|[0-9]{2})${TIME}$`,
  'i',
);
const NAME_DAY = new RegExp(
  `^${WEEKDAY}(?<m>[a-z]+)\\.?(?:[-/]|${B}+)(?<d>[0-9]{1,2})(?:[-/]|,${B}*|${B}+)(?<y>[0-9]{4}|[0-9]{2})${TIME}$`,
  'i',
);

function parse(text: string): Parsed | undefined {
  const named = (DAY_NAME.exec(text) ?? NAME_DAY.exec(text))?.groups;
  if (named !== undefined) {
    const month =
      MONTHS.findIndex(name => [name, name.slice(0, 3), name === 'september' ? 'sept' : name].includes(named.m?.toLowerCase() ?? '')) + 1;
    const day = isTime(named) && month > 0 ? realDay(named.y ?? '', `${month}`, named.d ?? '') : undefined;
    return day === undefined ? undefined : { day };
  }
  const first = (YEAR_FIRST.exec(text) ?? COMPACT.exec(text))?.groups;
  const groups = first ?? YEAR_LAST.exec(text)?.groups;
  if (groups === undefined || !isTime(groups)) return undefined;
  const { a = '', b = '', c = '', mark = '', time } = groups;
  const readings = new Map<Order, string>();
  const add = (order: Order, year: string, month: string, day: string) => {
    const real = realDay(year, month, day);
    if (real !== undefined) readings.set(order, real);
  };
  if (first !== undefined) {
    add('year-first', a, b, c);
    add('year-day-month', a, c, b);
  } else {
    add('day-first', c, b, a);
    add('month-first', c, a, b);
    if (c.length === 2 && a.length === 2) add('year-first', a, b, c);
  }
  const shape = `${mark}${first === undefined ? c.length : 'first'}${time === undefined ? '' : ' time'}`;
  return { shape, yearFirst: first !== undefined, readings };
}

const isTime = ({ time, hour }: Readonly<Record<string, string | undefined>>) => time === undefined || Number(hour) <= 24;

function realDay(year: string, month: string, day: string): string | undefined {
  if (year.length === 2 && Number(year) >= 70) return undefined;
  const full = year.length === 2 ? `20${year}` : year;
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return full !== '0000' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}
