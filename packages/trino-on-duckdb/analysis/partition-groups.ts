import type { StatementContext } from './env';

/** What an aggregate of a single row is. */
export const OF_ONE_ROW: Readonly<Record<string, (given: string) => string>> = {
  min: given => given,
  max: given => given,
  sum: given => given,
  bool_or: given => given,
  bool_and: given => given,
  count: given => (given === '*' ? '1' : `CASE WHEN ${given} IS NULL THEN 0 ELSE 1 END`),
};

interface Partition {
  readonly keys: readonly string[];
  readonly keyColumns: readonly string[];
  /** The aggregates' SQL, and the column that each is. */
  readonly aggregates: Map<string, string>;
}

/**
 * `max(x) OVER (PARTITION BY k)` without DuckDB's window, which holds all rows in memory: the partitions of more than one row are grouped
 * first, and joined to the rows. A partition of one row has that row's value, so that what is joined is as small as what repeats.
 */
export class PartitionGroups {
  private readonly partitions = new Map<string, Partition>();

  constructor(
    private readonly statement: StatementContext,
    /** `FROM … WHERE …`, which reads nothing but stages. */
    private readonly rows: string,
    /** Whether they are those of one stage, each once. */
    private readonly isSingle: boolean,
  ) {}

  /** The SQL of an aggregate of a partition's rows, if it can be had this way. */
  value(name: string, given: string, keys: readonly string[]): string | undefined {
    const single = OF_ONE_ROW[name]?.(given);
    if (single === undefined || keys.length === 0) return undefined;
    const { unique } = this.statement;
    const id = keys.join('\0');
    const partition = this.partitions.get(id) ?? { keys, keyColumns: keys.map(() => unique('k')), aggregates: new Map() };
    this.partitions.set(id, partition);
    const aggregate = `${name}(${given})`;
    const column = partition.aggregates.get(aggregate) ?? unique('a');
    partition.aggregates.set(aggregate, column);
    // Where an aggregate of several rows is NULL, so is each of its values.
    return `coalesce(${column}, ${single})`;
  }

  /** The rows with the aggregates beside them: to be asked when all are known. */
  from(): string {
    const { stages, unique } = this.statement;
    if (this.partitions.size === 0) return this.rows;
    stages.settle(this.rows);
    const repeated: Repeated[] = [];
    const byKeys = [...this.partitions.values()].sort((a, b) => a.keys.length - b.keys.length);
    const joins = byKeys.map(partition => {
      const { keys, keyColumns, aggregates } = partition;
      const name = unique('m');
      const columns = [
        ...keys.map((key, index) => `${key} AS ${keyColumns[index]}`),
        ...[...aggregates].map(([aggregate, column]) => `${aggregate} AS ${column}`),
      ];
      const read = [...aggregates.keys()].every(isSmall) ? this.rows : this.repeatedRows(keys, repeated);
      stages.addTable(name, `SELECT ${columns.join(', ')}${read} GROUP BY ${keys.join(', ')} HAVING count(*) > 1`);
      return ` LEFT JOIN ${name} ON ${matching(keyColumns, keys)}`;
    });
    return ` FROM (SELECT *${this.rows}) AS ${unique('t')}${joins.join('')}`;
  }

  /**
   * The rows that may share a partition with others. DuckDB holds the greatest text of every group in memory that it does not count, so groups
   * of one row are left out before; what is in one partition by some keys is in one by fewer.
   */
  private repeatedRows(keys: readonly string[], repeated: Repeated[]): string {
    const { stages, unique } = this.statement;
    const before = this.isSingle ? stages.repeatedIn(keys) : undefined;
    if (before)
      return ` FROM (SELECT *${this.rows}) AS ${unique('t')} SEMI JOIN ${before.name} ON ${matching([before.column], [before.key])}`;
    let known = repeated.find(other => other.keys.every(key => keys.includes(key)));
    if (!known) {
      known = { name: unique('m'), keys, columns: keys.map(() => unique('k')) };
      repeated.push(known);
      const columns = keys.map((key, index) => `${key} AS ${known?.columns[index]}`);
      stages.addTable(known.name, `SELECT ${columns.join(', ')}${this.rows} GROUP BY ${keys.join(', ')} HAVING count(*) > 1`);
    }
    return ` FROM (SELECT *${this.rows}) AS ${unique('t')} SEMI JOIN ${known.name} ON ${matching(known.columns, known.keys)}`;
  }
}

/** Whether an aggregate takes a few bytes for a group, however many rows that has. */
function isSmall(aggregate: string): boolean {
  return /^(count|bool_or|bool_and)\(/.test(aggregate);
}

/** The keys of the partitions that have several rows. */
interface Repeated {
  readonly name: string;
  readonly keys: readonly string[];
  readonly columns: readonly string[];
}

function matching(columns: readonly string[], keys: readonly string[]): string {
  return keys.map((key, index) => `${columns[index]} IS NOT DISTINCT FROM ${key}`).join(' AND ');
}
