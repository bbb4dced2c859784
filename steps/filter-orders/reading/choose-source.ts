import { COLUMNS } from '../../../pipeline/columns';
import type { UploadSettings } from '../../../pipeline/reading';
import { isReadable, type ReadableSource, type Source, type UnreadableSource } from '../../../sources/source';
import { columnName, plainName } from './column-name';
import { type Match, matchSource } from './layout';

export type Choice =
  | { readonly outcome: 'chosen'; readonly match: Match }
  /** Several fit, and none knows more of the header than the others. */
  | { readonly outcome: 'ambiguous'; readonly sources: readonly ReadableSource[] }
  /** None fits: the nearest one, and a form that is known not to fit. */
  | { readonly outcome: 'missing'; readonly nearest: Match; readonly unreadable: UnreadableSource | undefined };

/**
 * The source by which a header is read. `standard` is taken only where no other source fits by its own names; what `columns` of the settings name
 * helps `standard` first, since any name fits any source then.
 */
export function chooseSource(names: readonly string[], sources: readonly Source[], { source, columns }: UploadSettings): Choice {
  const readable = sources.filter(isReadable).filter(({ name }) => source === undefined || name === source);
  const standard = readable.filter(({ name }) => name === 'standard');
  const others = readable.filter(({ name }) => name !== 'standard');
  const candidates = isExactlyStandard(names) && standard.length > 0 ? [standard] : [];
  for (const group of [...candidates, others, standard]) {
    const choice = best(
      fitting(
        names,
        group.map(one => matchSource(names, one)),
        group === others && source === undefined,
      ),
    );
    if (choice) return withColumns(choice, names, columns);
  }
  for (const group of [standard, others]) {
    const choice = best(
      fitting(
        names,
        group.map(one => matchSource(names, one, columns)),
        false,
      ),
    );
    if (choice) return choice;
  }
  const [first, ...more] = readable.map(one => matchSource(names, one, columns));
  if (!first) throw new Error('Expected at least one source');
  const unreadable = sources.flatMap(one => (!isReadable(one) && hasAll(names, one.hallmarks) ? [one] : []));
  return { outcome: 'missing', nearest: more.reduce(nearer, first), unreadable: unreadable[0] };
}

/** The five names and no other: the standard form, even where other sources know them. */
function isExactlyStandard(names: readonly string[]): boolean {
  const five = new Set(COLUMNS.map(plainName));
  return names.length === five.size && names.every(name => five.delete(columnName(name).plain));
}

function fitting(names: readonly string[], matches: readonly Match[], mustBeRecognised: boolean): readonly Match[] {
  return matches.filter(
    ({ source, missing }) =>
      missing.length === 0 && !(mustBeRecognised && source.oneOf && !source.oneOf.some(name => hasAll(names, [name]))),
  );
}

function best(matches: readonly Match[]): Choice | undefined {
  const most = Math.max(...matches.map(({ known }) => known));
  const [first, ...equals] = matches.filter(({ known }) => known === most);
  if (!first) return undefined;
  if (equals.length > 0) return { outcome: 'ambiguous', sources: [first, ...equals].map(({ source }) => source) };
  return { outcome: 'chosen', match: first };
}

/** A name of the settings that the header lacks is missing, though the source would fit without it. */
function withColumns(choice: Choice, names: readonly string[], columns: UploadSettings['columns']): Choice {
  if (choice.outcome !== 'chosen' || columns === undefined) return choice;
  const match = matchSource(names, choice.match.source, columns);
  return match.missing.length > 0 ? { outcome: 'missing', nearest: match, unreadable: undefined } : { outcome: 'chosen', match };
}

/** The source that lacks the least; of those the one that knows most of the header; `standard` before others. */
function nearer(one: Match, other: Match): Match {
  const difference = one.missing.length - other.missing.length || other.known - one.known;
  if (difference !== 0) return difference < 0 ? one : other;
  return other.source.name === 'standard' ? other : one;
}

function hasAll(names: readonly string[], needed: readonly string[]): boolean {
  const plain = new Set(names.map(name => columnName(name).plain));
  return needed.every(name => plain.has(plainName(name)));
}
