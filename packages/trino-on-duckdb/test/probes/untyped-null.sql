select abs(null), round(null), ceil(null), sign(null), sqrt(null), mod(null, 2), round(null, 2), truncate(null)
select length(null), upper(null), reverse(null), concat(null, 'a'), substr(null, 1), trim(null), split(null, ',')
select year(null)
select date_trunc('month', null)
select date_diff('day', null, date '2025-01-01')
select date_add('day', 1, null)
select reverse(null)
select length(null)
select abs(null)
select round(null)
select round(null, 2)
select mod(null, 2)
select mod(5, null)
select 'a' || null, null || 'a', concat('a', null, 'b')
select null || null
select array[1] || null
select concat(array[1], null)
select cardinality(null), element_at(null, 1), contains(null, 1), array_join(null, ',')
select array_join(null, ',')
select element_at(null, 1)
select greatest(null, 1), least(null, null), coalesce(null, null, 1)
select sum(null), avg(null), min(null), max(null), count(null)
select sum(null)
select avg(null)
select min(null), max(null), array_agg(null)
select nullif(null, null), if(true, null), null + 1, null = null, null and true, not null, -null
select -null
select null + null
select from_unixtime(null)
select date(null)
select regexp_like(null, 'a'), regexp_extract(null, 'a'), replace(null, 'a', 'b'), lpad(null, 2, 'a'), strpos(null, 'a'), split_part(null, 'a', 1)
select sequence(null, 5)
select cast(null as integer) + 1, cast(null as varchar) || 'x', length(cast(null as varchar))
select stddev(null)
select listagg(null, ',') within group (order by 1)
select approx_distinct(null), count(distinct null), bool_and(null), max_by(null, 1), max_by(1, null), count_if(null)
select to_iso8601(null)
select is_nan(null), width_bucket(null, 1, 2, 3), bitwise_and(null, 1), to_base(null, 2), power(null, 2), log(null, 2), atan2(null, 1)
select quarter(null), month(null), day(null), hour(null), week(null), day_of_week(null)
select hour(null)
select lag(null) over (order by 1), first_value(null) over (order by 1)
select concat_ws(',', null, 'a'), concat_ws(null, 'a')
select upper(null), lower(null), trim(null), substr(null, 1)
select array_sort(null), array_max(null), array_distinct(null), flatten(null), slice(null, 1, 1)
select map_keys(null), cardinality(null), map_agg(null, null), histogram(null)
select concat_ws(',', null)
select null is null, null in (null), null between 1 and 2, case when null then 1 end, coalesce(null, null)
select null || 'a' is null
select transform(null, x -> x), filter(null, x -> true), any_match(null, x -> true), zip_with(null, null, (x, y) -> 1), reduce(null, 0, (s, x) -> s, s -> s)
select array_sort(null, (a, b) -> 0)
select transform_values(null, (k, v) -> 1)
select date(x), cast(x as varbinary), x || 'a', coalesce(x, date '2025-01-01') from (values null) t(x)
select x, count(*) from (values null, null) t(x) group by x
select a.x from (values null) a(x) join (values 1) b(y) on a.x = b.y
select x in (1, null), x = 1, x between 1 and 2 from (values null) t(x)
select null union all select date '2025-01-01' order by 1
select x from (values (null), (date '2025-01-01')) t(x) order by 1
select sum(x) over () from (values null) t(x)
select max(x), min(x), count(x), array_agg(x) from (values null, null) t(x)
select cast(null as date), cast(null as array(varchar)), cast(null as row(a integer)), cast(null as map(varchar, integer)), cast(null as timestamp with time zone), cast(null as varbinary), cast(null as interval day to second)
select array[null, date '2025-01-01'], array[null, array[1]], array[array[null], array[1]], (null, 1), map(array[1], array[null])
select element_at(array[null], 1), array[null][1], cardinality(array[null]), array[null] = array[null], array[null] || array[1]
select contains(array[null], null), contains(array[1], null), array_position(array[null, 1], 1), arrays_overlap(array[null], array[null]), array_remove(array[null, 1], null)
select if(customer = 'Bob', null, orderdate) x from processed order by orderid limit 2
select case when true then null else date '2025-01-01' end, nullif(null, date '2025-01-01'), coalesce(null, array[1])
select lag(null) over (order by 1), first_value(null) over (order by 1), lag(x, 1, null) over (order by x) from (values 1) t(x)
select * from unnest(array[null, null]) as t(x)
select * from unnest(null) as t(x)
select * from unnest(cast(null as array(integer))) as t(x)
select distinct null, 1
select count(*) from processed where null
select count(*) from processed where null = null or customer = 'Bob'
with t as (select null x) select date(x), x + 1 from t
select listagg(cast(null as varchar), ',') within group (order by 1)
select customer, null as nothing, count(*) from processed group by customer, null order by 1 limit 1
select customer, count(*) from processed group by 1, null order by 1 limit 1
select 1.5 || null
select x'61' || null
select date '2025-01-31' + null, null - date '2025-01-31'
select timestamp '2025-01-31 10:00:00' + null
select null - timestamp '2025-01-31 10:00:00'
select interval '1' day * null, null * interval '1' month, interval '1' day - null
select null + interval '1' day
select 100.00 * null, null / 100.00, 100.00 % null
select 2e0 * null
select null / 2e0
select cast(3 as bigint) * null
select cast(3 as bigint) / null, null / cast(3 as bigint)
