select array[1,2,3], array['a','b'], array[1.5, 2], array[null, 1], array[array[1], array[2,3]], array[true], array[date '2025-01-01'], array[1e0, 2.5e0], array[], array[null]
select cardinality(array[1,2]), cardinality(array[]), cardinality(null), array[1,2][1], element_at(array[1,2], -1), element_at(array[1,2], 3), element_at(array['a'], 1)
select array[1,2][0]
select array[1,2][3]
select array[1,2][-1]
select element_at(array[1,2], 0)
select contains(array[1,2], 2), contains(array[1,null], 2), contains(array['a'], 'b'), contains(array[1,null], 1), contains(array[1.5], 1.5), contains(array[1,2], 1.0), contains(null, 1)
select contains(array[1], 'a')
select array_join(array[1,2,3], ','), array_join(array['a',null,'b'], '-'), array_join(array['a',null,'b'], '-', 'x'), array_join(array[], ','), array_join(array[1.5e0, 2e0], ','), array_join(array[true, false], '|'), array_join(array[date '2025-01-01'], ',')
select array_distinct(array[1,2,1,null,null]), array_sort(array[3,1,2,null]), array_sort(array['b','A','a']), array_max(array[1,3,2]), array_min(array[1,3,2]), array_max(array[1,null]), array_max(array[]), array_position(array[1,2,3], 2), array_position(array[1,2], 5), array_remove(array[1,2,1], 1), array_remove(array[1,null,2], 1)
select array_union(array[1,2], array[2,3]), array_intersect(array[1,2,2,3], array[2,3,4]), array_except(array[1,2,2,3], array[2]), arrays_overlap(array[1,2], array[2]), arrays_overlap(array[1], array[2]), arrays_overlap(array[1,null], array[2]), arrays_overlap(array[1], array[null])
select array_sort(array_intersect(array[3,1,2], array[2,3])), array_sort(array_union(array[3], array[1, null]))
select concat(array[1], array[2,3]), array[1] || array[2], array[1] || 2, 1 || array[2], concat(array[1], array[2], array[3]), array['a'] || array['bc']
select flatten(array[array[1,2], array[3], null]), reverse(array[1,2,3]), slice(array[1,2,3,4], 2, 2), slice(array[1,2,3,4], -2, 2), slice(array[1,2], 5, 1), trim_array(array[1,2,3], 1), repeat('a', 3), repeat(1, 2), repeat(null, 2), ngrams(array['a','b','c'], 2)
select slice(array[1], 0, 1)
select sequence(1, 5), sequence(5, 1), sequence(1, 10, 3), sequence(5, 1, -2), sequence(date '2025-01-01', date '2025-01-03'), sequence(date '2025-01-31', date '2025-04-30', interval '1' month), sequence(date '2025-01-01', date '2025-01-10', interval '3' day)
select sequence(1, 5, 0)
select sequence(1, 5, -1)
select transform(array[1,2,3], x -> x + 1), filter(array[1,2,3], x -> x > 1), transform(array['a','b'], x -> upper(x)), filter(array[1,null], x -> x is not null), transform(array[1,2], x -> x * 1.5), transform(array[1,null], x -> coalesce(x, 0)), transform(array[array[1,2]], x -> cardinality(x))
select any_match(array[1,2], x -> x > 1), all_match(array[1,2], x -> x > 1), none_match(array[1,2], x -> x > 5), any_match(array[1,null], x -> x > 1), all_match(array[2,null], x -> x > 1), any_match(array[], x -> true), all_match(array[], x -> false), none_match(array[null], x -> x is null)
select reduce(array[1,2,3], 0, (s, x) -> s + x, s -> s)
select zip(array[1,2], array['a','b'])
select filter(array[1,2], x -> x)
select transform(array[1], (x, y) -> x)
select transform(array['a'], x -> x + 1)
select array[1,2] = array[1,2]
select array[1,'a']
select array[3,1] < array[3,2]
select a from unnest(array[3,1,2]) as t(a) order by a
select a, o from unnest(array['x','y']) with ordinality as t(a, o) order by o
select a, b from unnest(array[1,2,3], array['x','y']) as t(a, b) order by a
select customer, part from (select distinct customer, orderdate from processed where orderid in ('O0001','O0002')) cross join unnest(split(orderdate, '-')) as t(part) order by 1, 2
select * from unnest(array[1,2])
select * from (values 1, 2) v(x) cross join unnest(array[x, x * 10]) as t(y) order by 1, 2
select x, y from (values (1, array[1,2]), (2, array[]), (3, null)) v(x, a) left join unnest(a) as t(y) on true order by 1, 2
select x, y from (values (1, array[1,2]), (2, array[]), (3, null)) v(x, a) cross join unnest(a) as t(y) order by 1, 2
select count(*) from processed cross join unnest(sequence(1, 3)) as t(n)
select n, count(*) from processed, unnest(array[length(customer), 1]) as t(n) group by n order by n
select unnest(array[1])
select * from unnest(5)
select * from unnest(array[1]) as t(a, b)
select array_agg(customer order by customer) from (select distinct customer from processed)
select status, array_agg(distinct customer order by customer) from processed group by status order by status
select array_join(array_agg(orderid order by orderid), ',') from processed where amount like '4%' and status = 'pending'
select cardinality(array_agg(orderid)) from processed
select array_agg(x) from (values 1, null, 2) t(x) where x > 100
select array_agg(x order by x desc) from (values 1, null, 2) t(x)
select array_agg(x) filter (where x is not null) from (values 1, null, 1) t(x)
select max(array[1,2]), typeof(array[1,2]), typeof(array['a', 'bc']), typeof(split('a,b', ',')), typeof(array[1, 2.5]), typeof(array_agg(1)), typeof(sequence(1,2)), typeof(array_distinct(array['a']))
select array_max(split('3,1,2', ',')), transform(split('3,1,2', ','), x -> cast(x as integer)), array_sort(transform(split('3,1,2', ','), x -> cast(x as integer)))
select x[1] from (values array[1,2]) t(x)
select customer, cardinality(array_distinct(array_agg(status))) from processed group by 1 order by 1
select array_sort(array[2,1], (a, b) -> 1)
select combinations(array[1,2,3], 2)
select map(array['a'], array[1])['a'], element_at(map(array['a'], array[1]), 'b'), cardinality(map(array['a'], array[1]))
select sequence(date '2025-03-01', date '2025-01-01', interval '1' month)
select sequence(date '2025-01-01', date '2025-03-01', interval '-1' month), sequence(date '2025-03-01', date '2025-01-01', interval '-1' month)
select greatest(array['b'], array[null, 'x'])
select least(array[1, 2], array[1, 3])
select array[1] || cast(null as integer), cast(null as integer) || array[1]
