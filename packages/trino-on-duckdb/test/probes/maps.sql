select map_agg(k, v) from (values ('a', 1), ('a', 2), ('b', null), (null, 3)) t(k, v)
select multimap_agg(k, v) from (values ('a', 1), ('a', 2), ('b', null), (null, 3)) t(k, v)
select histogram(x), map_agg(x, x) from (values 1) t(x) where x > 1
select map(array['a'], array[1,2])
select map(array['a', null], array[1,2])
select map_from_entries(array[(1, 'x'), (1, 'y')])
select map_from_entries(array[(1, 'x'), null])
select typeof(map_entries(map(array[1], array['a'])))
select map_filter(map(array['a'], array[1]), (k, v) -> v)
select element_at(map(array[1], array['a']), null), map(array[1], array['a'])[null]
select map(array[1], array['a']) = map(array[1], array['a']), map(array[1], array['a']) <> map(array[1], array['b'])
select cast(map(array[1,2], array['3','4']) as map(varchar, integer))
select * from unnest(map(array['a','b'], array[1,2])) with ordinality
select max(x) from (values map(array[1], array[2])) t(x)
select customer, histogram(status)['shipped'], cardinality(histogram(status)) from processed group by customer order by customer
select map_agg(distinct k, v) from (values ('a', 1), ('a', 1)) t(k, v)
select map_agg(k, v) filter (where v > 1) from (values ('a', 1), ('b', 2)) t(k, v)
select map_agg(k, v) over (order by v) from (values ('a', 1), ('b', 2)) t(k, v)
select histogram(x) from (values 1.5, 1.5, null) t(x)
select map_keys(histogram(customer)), map_values(map_agg(customer, 1)) from processed where customer = 'Bob'
select map(array[1], array[2]) in (map(array[1], array[2]))
select x from (values map(array[1], array[2])) t(x) order by x
select count(*) from (values map(array[1], array[2]), map(array[1], array[2])) t(x) group by x
select distinct x from (values map(array[1], array[2]), map(array[1], array[2])) t(x)
select map(array[1], array[1])['a']
select map(array[1], array[1])[cast(1 as bigint)]
