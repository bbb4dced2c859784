import { COLUMNS, type Column } from '../../../pipeline/columns';
import type { UploadSettings } from '../../../pipeline/reading';
import type { CustomerColumn, ReadableSource } from '../../../sources/source';
import type { Currencies } from '../values/currency';
import { type ColumnName, columnName, plainName } from './column-name';

/** A column, or several whose values are joined, from which a value may be taken. */
export interface Taken {
  /** As the header has it; joined names are joined by ` + `. */
  readonly name: string;
  readonly positions: readonly number[];
  /** An id of `0` is empty: a guest's. */
  readonly isId: boolean;
  /** What the header's brackets say. */
  readonly currency: Currencies | undefined;
}

/** Where each value of an order stands in a row. */
export interface Layout {
  /** The names as they were received. */
  readonly names: readonly string[];
  /** In the order in which they are tried. Only Status may have none. */
  readonly values: Readonly<Record<Column, readonly Taken[]>>;
  readonly currency: readonly Taken[];
  readonly cancelledAt: readonly Taken[];
  /** The names, trimmed, of the columns that are not read; of very many or very long ones only the start. */
  readonly extraColumns: readonly string[];
}

/** A name that the header has twice: nothing says which of the two is meant. */
export interface Repeated {
  readonly column: Column;
  readonly names: readonly string[];
}

export interface Match {
  readonly source: ReadableSource;
  readonly layout: Layout;
  /** The needed columns that the header has not. */
  readonly missing: readonly Column[];
  readonly repeated: readonly Repeated[];
  /** How many names of the header the source knows. */
  readonly known: number;
}

/** How the header fits a source, where `columns` of the settings say it otherwise than the source. */
export function matchSource(names: readonly string[], source: ReadableSource, columns: UploadSettings['columns'] = {}): Match {
  const header = new Header(names);
  const chosen = (column: Column, usual: () => readonly Taken[]): readonly Taken[] => {
    const name = columns[column];
    return name === undefined ? usual() : header.chosen(name);
  };
  const values: Record<Column, readonly Taken[]> = {
    OrderID: chosen('OrderID', () => header.all(source.id)),
    Customer: chosen('Customer', () => customers(header, source.customer)),
    Amount: chosen('Amount', () => header.all(source.amount)),
    Status: chosen('Status', () => header.all(source.status)),
    OrderDate: chosen('OrderDate', () => header.all(source.date)),
  };
  const currency = header.all(source.currency);
  const cancelledAt = header.all(source.cancelledAt);
  const taken = [...Object.values(values).flat(), ...currency, ...cancelledAt];
  const used = new Set(taken.flatMap(({ positions }) => positions));
  return {
    source,
    layout: { names, values, currency, cancelledAt, extraColumns: listed(names.filter((_, index) => !used.has(index))) },
    // What the settings name must be there, Status too.
    missing: COLUMNS.filter(column => values[column].length === 0 && (column !== 'Status' || columns.Status !== undefined)),
    repeated: COLUMNS.flatMap(column => {
      const name = columns[column];
      const twice =
        name === undefined ? values[column].flatMap(({ positions }) => positions.flatMap(at => header.like(at))) : header.meantBy(name);
      return twice.length > 1 ? [{ column, names: twice }] : [];
    }),
    known: header.countOf(namesOf(source)),
  };
}

/** Names of ids are taken only where the header has no name of a customer. */
function customers(header: Header, columns: readonly CustomerColumn[]): readonly Taken[] {
  const isName = (column: CustomerColumn) => typeof column === 'string' || Array.isArray(column);
  const hasName = columns.some(column => isName(column) && header.customer(column) !== undefined);
  return columns.flatMap(column => {
    const taken = hasName && typeof column === 'object' && 'id' in column ? undefined : header.customer(column);
    return taken ? [taken] : [];
  });
}

/** Every name that the source knows. */
export function namesOf({ knows, id, customer, amount, status, date, currency, cancelledAt }: ReadableSource): readonly string[] {
  const customerNames = customer.flatMap(column => (typeof column === 'object' && !Array.isArray(column) ? Object.values(column) : column));
  return [...knows, ...id, ...customerNames, ...amount, ...status, ...date, ...currency, ...cancelledAt];
}

class Header {
  private readonly columns: readonly ColumnName[];

  constructor(private readonly names: readonly string[]) {
    this.columns = names.map(columnName);
  }

  all(names: readonly string[]): readonly Taken[] {
    return names.flatMap(name => this.take(name) ?? []);
  }

  /** The column that a name of the settings means. */
  chosen(name: string): readonly Taken[] {
    return this.positionsOf(name)
      .slice(0, 1)
      .map(position => this.at(position, false));
  }

  /** The names of all columns that a name of the settings may mean. */
  meantBy(name: string): readonly string[] {
    return this.positionsOf(name).map(position => this.names[position] ?? '');
  }

  /** The one column that is spelled like it, else all that compare equal. Brackets in the setting are part of its name. */
  private positionsOf(name: string): readonly number[] {
    const spelled = this.names.flatMap((other, position) => (other.trim() !== '' && other.trim() === name.trim() ? [position] : []));
    const wanted = plainName(name);
    if (spelled.length === 1 || wanted === '') return spelled;
    return this.columns.flatMap(({ plain, full }, position) => (plain === wanted || full === wanted ? [position] : []));
  }

  customer(column: CustomerColumn): Taken | undefined {
    if (typeof column === 'string') return this.take(column);
    if ('email' in column) return this.take(column.email);
    if ('id' in column) return this.take(column.id, true);
    const parts = column.map(name => this.take(name));
    if (parts.some(part => part === undefined)) return undefined;
    const taken = parts.flatMap(part => part ?? []);
    return {
      name: taken.map(({ name }) => name).join(' + '),
      positions: taken.flatMap(({ positions }) => positions),
      isId: false,
      currency: undefined,
    };
  }

  /** The names, this one among them, that are the same as the one at this position; none where it is alone. */
  like(position: number): readonly string[] {
    const same = this.names.filter((_, index) => this.columns[index]?.plain === this.columns[position]?.plain);
    return same.length > 1 ? same : [];
  }

  countOf(names: readonly string[]): number {
    const known = new Set(names.map(plainName));
    return this.columns.filter(({ plain }) => plain !== '' && known.has(plain)).length;
  }

  private take(name: string, isId = false): Taken | undefined {
    const plain = plainName(name);
    const position = plain === '' ? -1 : this.columns.findIndex(column => column.plain === plain);
    return position < 0 ? undefined : this.at(position, isId);
  }

  private at(position: number, isId: boolean): Taken {
    return {
      name: (this.names[position] ?? '').trim(),
      positions: [position],
      isId,
      currency: this.columns[position]?.currency,
    };
  }
}

const [MAX_LISTED, MAX_LISTED_LENGTH] = [100, 200];

/** The names go into the manifest, which is passed on in 256 KiB at most. */
function listed(names: readonly string[]): string[] {
  return names.slice(0, MAX_LISTED).map(name => name.trim().slice(0, MAX_LISTED_LENGTH));
}
