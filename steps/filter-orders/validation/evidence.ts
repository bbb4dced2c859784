import type { DateOrder, Decimal } from '../../../pipeline/reading';
import { type AmountReadings, isOpenAmount, provenDecimal } from '../values/amount';
import type { DateReadings, Order, Shape } from '../values/date';

/** A value and the line of its row. */
export interface Place {
  readonly line: number;
  readonly value: string;
}

/** A decision, or `open`: values that could mean two things are not read. */
export type Decision<T> = T | 'open';

type Numbers = Extract<DateReadings, { kind: 'numbers' }>;

interface ShapeEvidence {
  readonly shape: Shape;
  /** The first value that is a day in this order alone. */
  readonly proofs: Map<Order, Place>;
  /** The first values that are different days in several orders. */
  readonly open: Place[];
}

const MAX_PLACES = 2;

/**
 * What the values of a file prove: which of its numbers of a date is the day, and which mark parts the decimals. Only the values themselves prove
 * anything, never how often something occurs.
 *
 * While a file is read for the first time, its evidence grows. `isStale` says that something has been decided, or left open, which what came
 * later decides otherwise or still may: the file is then read once more, with all its evidence.
 */
export class Evidence {
  isStale = false;
  private isComplete = false;
  private readonly shapes = new Map<string, ShapeEvidence>();
  private readonly marks = new Map<Decimal, Place>();
  private readonly openAmounts: Place[] = [];
  private readonly used = new Map<string, Decision<Order>>();
  private usedDecimal: Decision<Decimal> | undefined;

  /** The settings of the upload, or of its source, decide what values do not prove. */
  constructor(
    private readonly dateOrder: DateOrder | undefined,
    private readonly decimal: Decimal | undefined,
  ) {}

  /** The whole file has been seen: what is open now stays open. */
  complete(): void {
    this.isComplete = true;
    this.isStale = false;
    this.used.clear();
    this.usedDecimal = undefined;
  }

  addDate({ shape, days }: Numbers, place: Place): void {
    const orders = Object.keys(days).length;
    const [only] = shape.orders.filter(order => days[order] !== undefined);
    const evidence = this.evidenceOf(shape);
    if (orders === 1 && only !== undefined) {
      if (evidence.proofs.has(only)) return;
      evidence.proofs.set(only, place);
      const used = this.used.get(shape.key);
      if (used !== undefined && used !== this.orderOf(shape)) this.isStale = true;
    } else if (evidence.open.length < MAX_PLACES && new Set(Object.values(days)).size > 1) evidence.open.push(place);
  }

  addAmount(readings: AmountReadings, place: Place): void {
    const proven = provenDecimal(readings);
    if (proven !== undefined) this.addMark(proven, place);
    else if (this.openAmounts.length < MAX_PLACES && isOpenAmount(readings)) this.openAmounts.push(place);
  }

  /** Some amount proves the mark. */
  addMark(mark: Decimal, place: Place): void {
    if (this.marks.has(mark)) return;
    this.marks.set(mark, place);
    if (this.usedDecimal !== undefined && this.usedDecimal !== this.decimalOf()) this.isStale = true;
  }

  /** The order by which a value of this shape is read. */
  useOrder(shape: Shape): Decision<Order> {
    const order = this.orderOf(shape);
    if (this.isComplete) return order;
    this.used.set(shape.key, order);
    if (order === 'open' && this.proofsOf(shape).length === 0) this.isStale = true;
    return order;
  }

  useDecimal(): Decision<Decimal> {
    const decimal = this.decimalOf();
    if (this.isComplete) return decimal;
    this.usedDecimal = decimal;
    if (decimal === 'open' && this.marks.size === 0) this.isStale = true;
    return decimal;
  }

  /** Whether the rest of the file may decide what is open so far. */
  get isUndecided(): boolean {
    const isShapeUndecided = [...this.shapes.values()].some(
      ({ shape, open }) => open.length > 0 && this.orderOf(shape) === 'open' && this.proofsOf(shape).length === 0,
    );
    return isShapeUndecided || (this.openAmounts.length > 0 && this.marks.size === 0 && this.decimal === undefined);
  }

  /** The one order of three numbers by which the file's dates were read; null where there was none or several. */
  get reportedOrder(): DateOrder | null {
    const orders = new Set<DateOrder>();
    for (const { shape } of this.shapes.values()) {
      const order = this.orderOf(shape);
      if (shape.usual !== 'year-first' && order !== 'open' && order !== 'year-day-month') orders.add(order);
    }
    const [order = null] = orders;
    return orders.size === 1 ? order : null;
  }

  get reportedDecimal(): Decimal | null {
    const decimal = this.decimalOf();
    return decimal === 'open' ? null : decimal;
  }

  /** The shapes that stay open, with the places that show it. */
  get openShapes(): readonly { readonly shape: Shape; readonly proofs: ReadonlyMap<Order, Place>; readonly places: readonly Place[] }[] {
    return [...this.shapes.values()]
      .filter(({ shape, open }) => open.length > 0 && this.orderOf(shape) === 'open')
      .map(({ shape, proofs, open }) => ({ shape, proofs, places: proofs.size > 1 ? [...proofs.values()] : open }));
  }

  get openAmountPlaces(): readonly Place[] {
    return this.decimalOf() !== 'open' ? [] : this.marks.size > 1 ? [...this.marks.values()] : this.openAmounts;
  }

  /** Whether amounts prove both marks. */
  get hasBothMarks(): boolean {
    return this.marks.size > 1;
  }

  /** By what is known so far. */
  orderOf(shape: Shape): Decision<Order> {
    if (this.dateOrder !== undefined) return shape.usual === 'year-first' ? 'year-first' : this.dateOrder;
    const proven = this.proofsOf(shape);
    if (shape.usual === 'year-first') return proven.includes('year-day-month') ? 'open' : 'year-first';
    const [only] = proven;
    if (only === undefined) return shape.usual ?? 'open';
    return proven.length === 1 ? only : 'open';
  }

  private decimalOf(): Decision<Decimal> {
    if (this.decimal !== undefined) return this.decimal;
    const [only] = this.marks.keys();
    return only !== undefined && this.marks.size === 1 ? only : 'open';
  }

  private proofsOf(shape: Shape): readonly Order[] {
    return [...(this.shapes.get(shape.key)?.proofs.keys() ?? [])];
  }

  private evidenceOf(shape: Shape): ShapeEvidence {
    const known = this.shapes.get(shape.key);
    if (known) return known;
    const evidence: ShapeEvidence = { shape, proofs: new Map(), open: [] };
    this.shapes.set(shape.key, evidence);
    return evidence;
  }
}
