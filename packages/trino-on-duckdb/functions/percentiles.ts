import { invalidArgument } from '../trino-error';
import type { Value } from '../user-defined-functions/value';
import { type AggregateDefinition, fold } from './aggregate-definition';

/** https://trino.io/docs/476/functions/aggregate.html#approx_percentile */
export const PERCENTILES: readonly AggregateDefinition[] = (['bigint', 'real', 'double'] as const).flatMap(type => [
  percentile(`approx_percentile(${type}, double) -> ${type}`, type, row => ({ value: row[0], weight: 1, at: row[1] })),
  percentile(`approx_percentile(${type}, array(double)) -> array(${type})`, type, row => ({ value: row[0], weight: 1, at: row[1] })),
  percentile(`approx_percentile(${type}, double, double) -> ${type}`, type, row => ({ value: row[0], weight: row[1], at: row[2] })),
  percentile(`approx_percentile(${type}, double, array(double)) -> array(${type})`, type, row => ({
    value: row[0],
    weight: row[1],
    at: row[2],
  })),
]);

interface Sample {
  readonly value: Value | undefined;
  readonly weight: Value | undefined;
  readonly at: Value | undefined;
}

function percentile(
  signature: string,
  type: 'bigint' | 'real' | 'double',
  sampleOf: (row: readonly Value[]) => Sample,
): AggregateDefinition {
  return fold(signature, (rows, { inParts }) => {
    const samples = rows.filter(row => !row.includes(null)).map(sampleOf);
    const wanted = samples[0]?.at ?? null;
    if (wanted === null) return null;
    const fractions = (Array.isArray(wanted) ? wanted : [wanted]).map(checkFraction);
    const clusters = samples.map(({ value, weight }) => ({ mean: checkValue(Number(value)), weight: checkWeight(Number(weight)) }));
    // Between its workers Trino passes digests of half the accuracy.
    const sketch = digest(clusters, inParts ? 100 : 200);
    const values = fractions.map((fraction): Value => {
      const found = valueAt(sketch, fraction);
      return type === 'bigint' ? BigInt(Math.floor(found + 0.5)) : type === 'real' ? Math.fround(found) : found;
    });
    return Array.isArray(wanted) ? values : (values[0] ?? null);
  });
}

function checkFraction(value: Value): number {
  if (value === null) throw invalidArgument('Percentile cannot be null');
  if (!(Number(value) >= 0 && Number(value) <= 1)) throw invalidArgument('Percentile must be between 0 and 1');
  return Number(value);
}

function checkValue(value: number): number {
  if (!Number.isFinite(value)) throw invalidArgument('value must be finite');
  return value;
}

function checkWeight(weight: number): number {
  if (!(weight >= 1)) throw invalidArgument('weight must be > 0');
  return weight;
}

interface Cluster {
  readonly mean: number;
  readonly weight: number;
}

interface Digest {
  readonly clusters: readonly Cluster[];
  readonly total: number;
  readonly least: number;
  readonly greatest: number;
}

/**
 * A t-digest (Dunning, https://arxiv.org/abs/1902.04023): sorted values, merged with their neighbours as long as a cluster stays small, which
 * it must the more the nearer it is to an end. Trino's has the same rule, so the same values come out of it;
 * beyond 1,260 values it merges before it has seen all, and the two are equally near to what is exact.
 */
function digest(values: readonly Cluster[], compression: number): Digest {
  const sorted = [...values].sort((a, b) => a.mean - b.mean);
  const total = values.reduce((sum, { weight }) => sum + weight, 0);
  const normalizer = compression / (4 * Math.log(total / compression) + 24);
  const largest = (quantile: number) => (quantile * (1 - quantile)) / normalizer;
  const clusters: Cluster[] = [];
  let before = 0;
  for (const next of sorted) {
    const current = clusters.at(-1);
    const weight = (current?.weight ?? 0) + next.weight;
    const limit = total * Math.min(largest(before / total), largest(Math.min((before + weight) / total, 1)));
    if (current && weight <= limit) {
      clusters[clusters.length - 1] = { mean: current.mean + ((next.mean - current.mean) * next.weight) / weight, weight };
    } else {
      before += current?.weight ?? 0;
      clusters.push(next);
    }
  }
  return { clusters, total, least: sorted[0]?.mean ?? 0, greatest: sorted.at(-1)?.mean ?? 0 };
}

/** Interpolates between the middles of two clusters; a cluster of one value is that value all the way. */
function valueAt({ clusters, total, least, greatest }: Digest, fraction: number): number {
  const [first, last] = [clusters[0], clusters.at(-1)];
  if (!first || !last || clusters.length === 1) return first?.mean ?? Number.NaN;
  const target = fraction * total;
  if (target < 1) return least;
  if (target < first.weight / 2) return least + ((target - 1) / (first.weight / 2 - 1)) * (first.mean - least);
  const fromEnd = () => greatest + ((total - target - 1) / (last.weight / 2 - 1)) * (last.mean - greatest);
  if (target <= total - 1 && total - target <= last.weight / 2 && last.weight > 2) return fromEnd();
  if (target >= total - 1) return greatest;
  let middle = first.weight / 2;
  for (const [index, left] of clusters.entries()) {
    const right = clusters[index + 1];
    if (!right) break;
    const distance = (left.weight + right.weight) / 2;
    const offset = target - middle;
    middle += distance;
    if (middle <= target) continue;
    if (left.weight === 1 && offset < 0.5) return left.mean;
    if (right.weight === 1 && offset >= left.weight / 2) return right.mean;
    if (left.weight === 1) return left.mean + ((offset - 0.5) / (right.weight / 2)) * (right.mean - left.mean);
    return left.mean + (offset / (right.weight === 1 ? left.weight / 2 : distance)) * (right.mean - left.mean);
  }
  return last.weight > 2 ? fromEnd() : greatest;
}
