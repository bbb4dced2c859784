-- Where DuckDB's own functions answer, since they are faster: the edges at which they do not.
select regexp_extract(x, '/filtered_([^/]+)$', 1) from (values '/a/filtered_b.csv', '/filtered_', 'x/filtered_é/y', U&'/filtered_a\000a', null, '') t(x)
select regexp_extract(x, '^O(\w+)', 1), regexp_like(x, '^O\d+$') from (values 'O12', 'xO1', U&'O1\000a', 'O') t(x)
select regexp_extract(x, '([a-c]+)-([0-9]?)', 2), regexp_extract(x, '([a-c]+)-([0-9]?)') from (values 'abc-1', 'abc-', 'x', null) t(x)
select regexp_like(x, '[^/]') from (values '/', U&'\000a', 'é', '') t(x)
select translate(x, 'ABCé', 'abc') from (values 'ABCD', 'éA', null, '') t(x)
select translate(x, 'AAB', 'xyz'), translate(x, 'AB', 'x') from (values 'ABCD', 'éA', null, '') t(x)
select date_diff('day', a, b), date_diff('DAY', b, a), date_diff('week', a, b) from (values (date '2026-01-31', date '2026-03-01'), (date '1969-12-31', date '1970-01-01'), (null, date '2026-01-01')) t(a, b)
select arrays_overlap(a, b) from (values (array['a', 'b'], array['b']), (array['a', null], array['b']), (array['a'], array['b', null]), (array['a', null], array['a']), (array[], array[null]), (null, array['a']), (array['x'], array[]), (array[null], array[null])) t(a, b)
select arrays_overlap(a, b) from (values (array[1, 2], array[2]), (array[1], array[3])) t(a, b)
select cast(x as varchar), cast(y as varchar), cast(z as varchar) from (values (decimal '-0.05', date '2026-01-01', 5), (decimal '1234567890123456789.10', date '0001-01-01', -3), (null, null, null)) t(x, y, z)
select cast(d as varchar) from (values date '-0005-03-01', date '0000-01-01', date '9999-12-31') t(d)
select cast(array['a', 'bc'] as array(varchar)), array['a'] || array['bcd']
select max(v) over (partition by k), min(v) over (partition by k), sum(v) over (partition by k), count(v) over (partition by k), count(*) over (partition by k) from (values (1, 2), (1, 3), (2, null), (2, 5), (null, 7), (null, 8), (3, 1)) t(k, v)
with a as (select k, v from (values (1, 2), (1, 3), (2, null), (2, 5), (null, 7), (null, 8), (3, 1), (4, null)) t(k, v) group by k, v) select k, v, max(v) over (partition by k), min(v) over (partition by k), sum(v) over (partition by k), count(v) over (partition by k), count(*) over (partition by k), bool_or(v > 2) over (partition by k), max(v) over (partition by k, v) from a
with a as (select customer, status, count(*) as n, sum(cast(amount as decimal(18,2))) as total from processed where try_cast(amount as decimal(18,2)) is not null group by customer, status), b as (select *, sum(n) over (partition by customer) as of_customer, max(total) over (partition by status) as most from a) select customer, status, n, total, of_customer, most, avg(total) over (partition by customer) from b where of_customer > 1 order by 1, 2, 3
with a as (select customer, status, amount from processed group by 1, 2, 3), b as (select *, row_number() over (partition by customer order by amount, status) as r, count(*) over (partition by customer) as c from a) select customer, r, c from b where r = c order by 1
with a as (select distinct status from processed) select status, count(*) over (), max(status) over () from a order by 1
select abs(approx_distinct(x) - 5000) < 500, abs(approx_distinct(x, 0.01) - 5000) < 300 from unnest(sequence(1, 5000)) t(x)
select abs(approx_percentile(x, 0.5) - 5000) < 100, abs(approx_percentile(x, 0.99) - 9900) < 100 from unnest(sequence(1, 10000)) t(x)
