import { type AggregateDefinition, fold, type Rows } from './aggregate-definition';

/** Sums of products of deviations, gathered row by row as Trino does, so that the last digits are its own. */
interface Pairs {
  readonly count: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
  readonly meanX: number;
  readonly meanY: number;
}

/** https://trino.io/docs/476/functions/aggregate.html#statistical-aggregate-functions; the first argument is y, the second x. */
export const STATISTICS: readonly AggregateDefinition[] = [
  ...paired('corr', ({ xx, yy, xy, count }) => (count < 2 ? null : finite(xy / Math.sqrt(xx) / Math.sqrt(yy)))),
  ...paired('covar_pop', ({ xy, count }) => (count < 1 ? null : xy / count)),
  ...paired('covar_samp', ({ xy, count }) => (count < 2 ? null : xy / (count - 1))),
  ...paired('regr_slope', ({ xx, xy, count }) => (count < 1 ? null : finite(xy / xx))),
  ...paired('regr_intercept', ({ xx, xy, meanX, meanY, count }) => (count < 1 ? null : finite(meanY - (xy / xx) * meanX))),
  fold('skewness(double) -> double', rows => {
    const { count, m2, m3 } = momentsOf(rows);
    return count < 3 ? null : (Math.sqrt(count) * m3) / m2 ** 1.5;
  }),
  fold('kurtosis(double) -> double', rows => {
    const { count, m2, m4 } = momentsOf(rows);
    if (count < 4) return null;
    const room = (count - 2) * (count - 3);
    return ((((count - 1) * count * (count + 1)) / room) * m4) / (m2 * m2) - (3 * ((count - 1) * (count - 1))) / room;
  }),
];

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Of integers and decimals too the result is a real, since that is the first that they become. */
function paired(name: string, result: (pairs: Pairs) => number | null): AggregateDefinition[] {
  return ['real', 'double'].map(type => fold(`${name}(${type}, ${type}) -> ${type}`, rows => result(pairsOf(rows))));
}

function pairsOf(rows: Rows): Pairs {
  let [count, meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (const [first = null, second = null] of rows) {
    if (first === null || second === null) continue;
    const [y, x] = [Number(first), Number(second)];
    count += 1;
    const [deltaX, deltaY] = [x - meanX, y - meanY];
    meanX += deltaX / count;
    meanY += deltaY / count;
    xy += deltaX * (y - meanY);
    xx += deltaX * (x - meanX);
    yy += deltaY * (y - meanY);
  }
  return { count, meanX, meanY, xx, yy, xy };
}

/** Central moments, one value at a time. */
function momentsOf(rows: Rows) {
  let [count, mean, m2, m3, m4] = [0, 0, 0, 0, 0];
  for (const [value = null] of rows) {
    if (value === null) continue;
    const before = count;
    count += 1;
    const delta = Number(value) - mean;
    const step = delta / count;
    const square = step * step;
    const term = delta * step * before;
    mean += step;
    m4 = m4 + term * square * (count * count - 3 * count + 3) + 6 * square * m2 - 4 * step * m3;
    m3 = m3 + term * step * (count - 2) - 3 * step * m2;
    m2 += term;
  }
  return { count, m2, m3, m4 };
}
