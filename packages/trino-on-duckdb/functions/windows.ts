import { aggregate } from './aggregate-definition';

/** https://trino.io/docs/476/functions/window.html */
export const WINDOWS = [
  aggregate('row_number() -> bigint', run => run('row_number')),
  aggregate('rank() -> bigint', run => run('rank')),
  aggregate('dense_rank() -> bigint', run => run('dense_rank')),
  aggregate('percent_rank() -> double', run => run('percent_rank')),
  aggregate('cume_dist() -> double', run => run('cume_dist')),
  aggregate('ntile(bigint) -> bigint', (run, buckets) => run('ntile', buckets)),
  ...['lag', 'lead'].flatMap(name => [
    aggregate(`${name}(T) -> T`, (run, value) => run(name, value)),
    aggregate(`${name}(T, bigint) -> T`, (run, value, offset) => run(name, value, offset)),
    aggregate(`${name}(T, bigint, T) -> T`, (run, value, offset, otherwise) => run(name, value, offset, otherwise)),
  ]),
  aggregate('first_value(T) -> T', (run, value) => run('first_value', value)),
  aggregate('last_value(T) -> T', (run, value) => run('last_value', value)),
  aggregate('nth_value(T, bigint) -> T', (run, value, offset) => run('nth_value', value, offset)),
];
