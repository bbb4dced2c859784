import type { Execution } from '../executions/execution';
import type { Cell, Result } from '../executions/result';
import { compareResults, type RowChange } from './compare-results';
import { countOf, dayOf, moneyOf, numberOf, plural, type Shown } from './format';
import { changeFrom, type Totals } from './key-figures';
import { executionTitle, pathOf } from './run-summary';
import { type ColumnKind, kindsOf, labelOf, shownOf } from './table';
import { addressOf } from './table-window';
import { EVERYONE, type Viewer } from './viewer';

/** Two executions' answers, row by row. */
export interface ComparePage {
  readonly from: Side;
  readonly to: Side;
  readonly choices: readonly { readonly name: string; readonly label: string; readonly isFrom: boolean; readonly isTo: boolean }[];
  readonly figures: readonly {
    readonly label: string;
    readonly from: Shown;
    readonly to: Shown;
    readonly change: string;
    readonly tone: string;
  }[];
  readonly sections: readonly CompareSection[];
  /** The other way around. */
  readonly swapPath: string;
}

export interface Side {
  readonly name: string;
  readonly label: string;
  readonly path: string;
  readonly asOf: string;
}

export interface CompareSection {
  readonly id: string;
  readonly title: string;
  /** Why there is no table. */
  readonly problem: string | null;
  /** `3 new, 1 gone, 12 changed; 84 as before`. */
  readonly summary: string;
  readonly headings: readonly { readonly label: string; readonly kind: ColumnKind }[];
  readonly rows: readonly CompareRow[];
  readonly previousPath: string | null;
  readonly nextPath: string | null;
}

export interface CompareRow {
  readonly kind: RowChange['kind'];
  readonly cells: readonly CompareCell[];
}

export interface CompareCell {
  readonly kind: ColumnKind;
  readonly value: string;
  readonly shown: string;
  /** What it was, where it differs. */
  readonly before: string | null;
  readonly difference: (Shown & { readonly tone: 'up' | 'down' }) | null;
}

export interface Compared {
  readonly run: Execution;
  readonly results: ReadonlyMap<string, Result>;
  readonly totals: Totals;
}

export interface CompareData {
  readonly from: Compared;
  readonly to: Compared;
  /** Executions that can be chosen, the newest first. */
  readonly choices: readonly Execution[];
  readonly currency: string | null;
  /** Which section is looked through, and which page of it. */
  readonly section?: string | undefined;
  readonly page?: number | undefined;
  readonly viewer?: Viewer;
}

const ROWS = 50;

export async function comparePage({
  from,
  to,
  choices,
  currency,
  section,
  page = 1,
  viewer = EVERYONE,
}: CompareData): Promise<ComparePage> {
  const address = { from: from.run.name, to: to.run.name };
  const base = `/compare?${new URLSearchParams(address)}`;
  const queries = [...(to.run.manifest?.queries ?? []), ...(from.run.manifest?.queries ?? [])];
  const known = new Map(queries.toReversed().map(({ id, title }) => [id, title]));
  const sections: CompareSection[] = [];
  for (const id of new Set(queries.map(({ id }) => id))) {
    const [older, newer] = [from.results.get(id), to.results.get(id)];
    sections.push(await sectionOf({ id, title: known.get(id) ?? id, older, newer, page: id === section ? page : 1, base, viewer }));
  }
  return {
    from: sideOf(from.run, viewer),
    to: sideOf(to.run, viewer),
    choices: choices.map(run => ({
      name: run.name,
      label: executionTitle(run, viewer),
      isFrom: run.name === from.run.name,
      isTo: run.name === to.run.name,
    })),
    figures: figuresOf(from.totals, to.totals, currency, viewer),
    sections,
    swapPath: `/compare?${new URLSearchParams({ from: to.run.name, to: from.run.name })}`,
  };
}

function sideOf(run: Execution, viewer: Viewer): Side {
  return { name: run.name, label: executionTitle(run, viewer), path: pathOf(run), asOf: dayOf(run.manifest?.asOf ?? 'unknown', viewer) };
}

function figuresOf(from: Totals, to: Totals, currency: string | null, viewer: Viewer): ComparePage['figures'] {
  const money = (decimal: string) => moneyOf(decimal, { currency }, viewer);
  const count = (decimal: string) => numberOf(decimal, viewer);
  const figures = [
    ['Total sales', from.sales, to.sales, money],
    ['Orders', from.orders, to.orders, count],
    ['Average order', from.average, to.average, money],
    ['Customers', from.customers, to.customers, count],
  ] as const;
  return figures.flatMap(([label, before, after, show]) => {
    if (before === undefined || after === undefined) return [];
    const change = changeFrom(before, after, show, viewer);
    return [{ label, from: show(before), to: show(after), change: change?.text ?? '', tone: change?.tone ?? 'same' }];
  });
}

interface SectionData {
  readonly id: string;
  readonly title: string;
  readonly older: Result | undefined;
  readonly newer: Result | undefined;
  readonly page: number;
  readonly base: string;
  readonly viewer: Viewer;
}

async function sectionOf({ id, title, older, newer, page, base, viewer }: SectionData): Promise<CompareSection> {
  const nothing = { id, title, summary: '', headings: [], rows: [], previousPath: null, nextPath: null };
  if (!older || !newer) return { ...nothing, problem: `Only the ${older ? 'older' : 'newer'} execution has this result.` };
  const { columns, changes, same } = await compareResults(older, newer);
  const kinds = kindsOf(newer.total > 0 ? newer : older);
  const pages = Math.max(1, Math.ceil(changes.length / ROWS));
  const at = Math.min(page, pages);
  const pathTo = (to: number) => `${addressOf(`${base}&section=${encodeURIComponent(id)}`, { page: to })}#changes-${id}`;
  return {
    id,
    title,
    problem: null,
    summary: summaryOf(changes, same, older.cut || newer.cut, viewer),
    headings: columns.map((name, index) => ({ label: labelOf(name), kind: kinds[index] ?? 'text' })),
    rows: changes.slice((at - 1) * ROWS, at * ROWS).map(change => ({
      kind: change.kind,
      cells: columns.map((_, index) => cellOf(change, { index, kind: kinds[index] ?? 'text', viewer })),
    })),
    previousPath: at > 1 ? pathTo(at - 1) : null,
    nextPath: at < pages ? pathTo(at + 1) : null,
  };
}

function summaryOf(changes: readonly RowChange[], same: number, isCut: boolean, viewer: Viewer): string {
  const counts = (['new', 'gone', 'changed'] as const).flatMap(kind => {
    const count = changes.filter(change => change.kind === kind).length;
    return count > 0 ? [`${countOf(count, viewer)} ${kind}`] : [];
  });
  const rows = `${plural(same, 'row', 'rows', viewer)} as before`;
  const cut = isCut ? ' Of a longer result only the beginning is compared.' : '';
  return `${counts.length > 0 ? `${counts.join(', ')}; ${rows}` : `Nothing changed: ${rows}`}.${cut}`;
}

interface CellData {
  readonly index: number;
  readonly kind: ColumnKind;
  readonly viewer: Viewer;
}

function cellOf({ before, after, differences }: RowChange, { index, kind, viewer }: CellData): CompareCell {
  const [was, is]: [Cell, Cell] = [before?.[index] ?? null, after?.[index] ?? null];
  const value = (after ? is : was) ?? '';
  const difference = differences[index] ?? null;
  const show = (text: string) => shownOf(text, kind, viewer);
  return {
    kind,
    value,
    shown: show(value),
    before: before && after && was !== is && (kind !== 'number' || difference !== null) ? show(was ?? '–') : null,
    difference:
      difference === null
        ? null
        : { ...moneyOf(difference, { currency: null, signed: true }, viewer), tone: difference.startsWith('-') ? 'down' : 'up' },
  };
}
