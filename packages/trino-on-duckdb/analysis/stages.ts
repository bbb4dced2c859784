/** A part of a statement that is made before the statement itself runs. */
export interface Stage {
  readonly name: string;
  readonly sql: string;
  /**
   * Written down, and spilled where memory ends; else a view, computed where it is named. `if slow`: written down where the rows are few, or
   * not read by DuckDB itself, which reads many faster than it writes them down.
   */
  isTable: boolean | 'if slow';
}

/** Rows whose columns `of` have the hash `column` of the table `table` may share them with others; no other row does. */
interface Repeated {
  readonly table: string;
  readonly column: string;
  readonly of: readonly string[];
}

/**
 * The queries of the statement's own WITH clause. As long as nothing needs them apart they are a WITH clause again; where a window needs its
 * groups first (`partition-groups.ts`), they become views and tables that are made one after the other, each in as much memory as it takes.
 */
export class Stages {
  private readonly stages: Stage[] = [];
  private readonly repeated: Repeated[] = [];
  private readonly origins = new Map<string, string>();
  private apart = false;

  add(name: string, sql: string): void {
    this.stages.push({ name, sql, isTable: false });
  }

  /** Adds what has to be computed once, and before all that comes after. */
  addTable(name: string, sql: string): void {
    this.apart = true;
    this.stages.push({ name, sql, isTable: true });
  }

  /** Adds rows that are read several times. */
  addRows(name: string, sql: string): void {
    this.apart = true;
    this.stages.push({ name, sql, isTable: 'if slow' });
  }

  addRepeated(repeated: Repeated): void {
    this.repeated.push(repeated);
  }

  /** Says that `column` is the column `of`, in rows of which there are no more. */
  sameAs(column: string, of: string): void {
    this.origins.set(column, of);
  }

  /** Which rows may be alike in `keys`, if a part of these is known: the table, its column, and the key that is one of its values. */
  repeatedIn(keys: readonly string[]): { readonly name: string; readonly column: string; readonly key: string } | undefined {
    const origins = keys.map(key => this.originsOf(key));
    for (const { table, column, of } of this.repeated) {
      const found = of.map(each => keys[origins.findIndex(names => names.includes(each))]);
      if (found.every(key => key !== undefined)) return { name: table, column, key: `hash(${found.join(', ')})` };
    }
    return undefined;
  }

  private originsOf(column: string): readonly string[] {
    const names = [column];
    for (let next = this.origins.get(column); next !== undefined; next = this.origins.get(next)) names.push(next);
    return names;
  }

  /** Whether `sql` reads nothing but stages, so that it may be read more than once. */
  isMadeOf(sql: string): boolean {
    const names = relationsIn(sql);
    // What differs from one time to the next cannot be read twice.
    if ([sql, ...this.stages.map(stage => stage.sql)].some(text => /\brandom\(|uuid/.test(text))) return false;
    return names.length > 0 && names.every(name => this.stages.some(stage => stage.name === name));
  }

  /** Makes tables of the stages below `sql` that group rows or read files: what is read twice must not be computed twice. */
  settle(sql: string): void {
    const named = new Set(relationsIn(sql));
    for (const stage of this.stages)
      if (named.has(stage.name) && stage.isTable === false) {
        if (/ GROUP BY | DISTINCT \*|\bscan_\d/.test(stage.sql)) stage.isTable = true;
        else this.settle(stage.sql);
      }
  }

  /** What is made first, and what stands in front of the statement. */
  result(): { readonly first: readonly Stage[]; readonly prefix: string } {
    if (this.apart || this.stages.length === 0) return { first: this.stages, prefix: '' };
    return { first: [], prefix: `WITH ${this.stages.map(({ name, sql }) => `${name} AS (${sql})`).join(', ')} ` };
  }
}

/** Tables, stages and queries of WITH clauses are named so, and nothing else is. */
function relationsIn(sql: string): string[] {
  return [...sql.matchAll(/\b(?:FROM|JOIN) \(*((?:scan_|w|m)\d+)\b/g)].map(([, name = '']) => name);
}
