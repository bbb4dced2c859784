select customer, customer from processed group by customer order by customer limit 1
select upper(customer) as customer, count(*) from processed group by customer order by customer
select upper(customer) as customer, count(*) from processed group by upper(customer) order by customer
select upper(customer) as c from processed group by customer order by upper(customer)
select customer as status, count(*) from processed group by status order by 1
select length(customer) + count(*) from processed group by customer order by 1
select length(customer) + count(*) from processed group by length(customer) order by 1
select length(customer) + 1 + count(*) from processed group by length(customer) + 1 order by 1
select (customer) from processed group by ((customer)) order by 1
select case when customer = 'Bob' then 1 else 0 end b, count(*) from processed group by case when customer = 'Bob' then 1 else 0 end order by b
select case when customer = 'Bob' then 1 else 0 end b, count(*) from processed group by case when customer = 'Eve' then 1 else 0 end order by b
select max(customer) over (), count(*) from processed group by customer order by 2 limit 1
select customer from processed group by customer order by count(*), orderid
select (select count(*) from processed q where q.customer = p.customer) from processed p group by p.customer order by 1
select (select count(*) from processed q where q.customer = p.orderid) from processed p group by p.customer order by 1
select customer, count(*) from processed where customer = 'Bob' group by customer having customer <> 'Eve' and count(*) > 1
select count(distinct customer), sum(distinct length(customer)), count(distinct case when status = 'shipped' then customer end) from processed
select count(*) - count(distinct customer) * 2 as x from processed order by x
select sum(cast(amount as decimal(10,2))) filter (where status = 'shipped') / sum(cast(amount as decimal(10,2))) from processed
select status, sum(cast(amount as decimal(10,2))) / sum(sum(cast(amount as decimal(10,2)))) over () from processed group by status order by 1
select customer, row_number() over (order by count(*) desc, customer) from processed group by customer order by 2
select customer, first_value(orderid) over (partition by customer order by orderid) from processed order by orderid limit 3
select * from (select customer, dense_rank() over (order by customer) r from processed) where r = 1 limit 1
select sum(x) over (order by y rows between 2 preceding and 1 preceding) from (values (1,1),(2,2),(3,3),(4,4)) t(x,y) order by y
select sum(x) over (order by y rows between 1 following and 2 following) from (values (1,1),(2,2),(3,3),(4,4)) t(x,y) order by y
select count(*) over (order by y range between current row and unbounded following) from (values (1,1),(2,2),(3,2)) t(x,y) order by 1
select last_value(x) over (partition by 1 order by y) from (values (1,1),(2,2)) t(x,y) order by 1
select sum(x) over (order by x desc nulls last) from (values 1,null,2) t(x) order by 1
select count(distinct customer) over (partition by status) from processed order by orderid limit 2
select x, y, sum(x) over (partition by y), avg(x) over (partition by y), count(x) over (partition by y) from (values (1,'a'),(null,'a'),(3,'b')) t(x,y) order by y, x
select avg(x) over (order by y rows between 1 preceding and 1 following) from (values (1.25,1),(2.5,2),(4.0,3)) t(x,y) order by y
with t as (select 1 x union all select 2) select t1.x, t2.x from t t1, t t2 order by 1, 2
with a as (select 1 x), b as (select x + 1 x from a), c as (select x + 1 x from b) select a.x, b.x, c.x from a, b, c
with a as (select customer c from processed) select c, count(*) from a group by c order by c
with a(x, y) as (select 1) select * from a
with a as (select 1 x) select * from (with a as (select 2 x) select * from a)
with a as (select * from b), b as (select 1 x) select * from a
select * from (select 1) t
select * from (select 1 x) t(y)
select t.x from (select 1 x) t(y)
select _col0 from (select 1, 2)
select x from (select 1 x, 2 x)
select t.* from (select 1 a) t, (select 2 b) u
select u.*, t.* from (select 1 a) t, (select 2 b) u
select *, * from (select 1 a)
select a.x, b.x from (values 1) a(x) inner join (values 1) b(x) using (x)
select a.y from (values (1,2)) a(x,y) inner join (values (1,3)) b(x,y) using (x)
select y from (values (1,2)) a(x,y) inner join (values (1,3)) b(x,y) using (x)
select * from (values (1,2)) a(x,y) inner join (values (1,2)) b(x,y) using (x,y)
select * from (values (1,2)) a(x,y) right join (values (1,3),(5,6)) b(x,z) using (x) order by 1
select count(*) from processed a left join processed b on a.orderid = b.orderid and b.status = 'shipped' where b.orderid is null
select a.status, count(*) from processed a join processed b on a.status = b.status group by a.status order by 1
select * from (values 1) a(x) left join (values 2) b(y) on false
select * from (values 1) a(x) join (values 2) b(y) on a.x < b.y join (values 3) c(z) on b.y < c.z
select * from ((values 1) a(x) join (values 2) b(y) on true) join (values 3) c(z) on true
select * from (values 1) a(x), (values 2) b(y) join (values 3) c(z) on a.x = 1
select * from (values 1, 2) a(x) where x in (select y from (values 2, 3) b(y)) or x = 1 order by 1
select x, x in (select y from (values 2, null) b(y)) from (values 1, 2, null) a(x) order by 1
select x, x not in (select y from (values 2) b(y)) from (values 1, 2, null) a(x) order by 1
select x, exists (select 1 from (values 2) b(y) where y = x) from (values 1, 2) a(x) order by 1
select x = any (select y from (values 1, null) b(y)) from (values 1, 2) a(x) order by 1
select x > all (select y from (values 1, 2) b(y)) from (values 2, 3) a(x) order by 1
select (select x from (values 1, 2) t(x) order by x desc limit 1)
select (select sum(x) from (values 1, 2) t(x)) + 1
select count((select 1))
select max((select 1)) from processed
select 'x' where exists (select 1 from processed where orderid = 'O0001')
select customer from processed order by (select 1), orderid limit 1
select 1 union all select 2 intersect select 2 order by 1
(select 1) union (select 2) except (select 1)
select 1 x union all (select 2 order by 1 limit 1) order by x
select 1 x, 2 y union select 3, 4 order by y desc, x
select null union select 1 order by 1
select 'a' x union all select 'bcd' union all select null order by 1
select date '2025-01-01' x union select timestamp '2025-01-01 10:00:00' order by 1
select 1 x union all select 1.5 union all select 2e0 order by 1
select x from (values 3, 1, 2) t(x) order by x offset 1 limit 1
select x from (values 3, 1, 2) t(x) order by x offset 5
select x from (values 3, 1, 2) t(x) order by x limit 0
select x from (values 3, 1, 2) t(x) order by 1 desc fetch next 1 row only
select x, count(*) from (values 3, 1, 3) t(x) group by x order by 2 desc, 1
select -x from (values 3, 1) t(x) order by -x
select x from (values 'b', 'A', 'a', 'B', 'é', 'z', '') t(x) order by x
select x from (values 'a', null, 'b') t(x) order by x desc
select x from (values true, false, null) t(x) order by x
select x from (values 1.10, 1.1, 2) t(x) order by x desc
select x from (values nan(), 1e0, infinity(), null) t(x) order by x
select x from (values date '2025-01-02', date '2024-01-01') t(x) order by x
select distinct x from (values 1.0, 1.00, 2) t(x) order by x
select distinct x, y from (values (1, null), (1, null), (2, 'a')) t(x, y) order by 1
select count(distinct x) from (values 1, null, 1) t(x)
select x, count(*) from (values null, null, 1) t(x) group by x order by x
select cast(x as varchar) || 'a' from (values 1, null) t(x) order by 1
select x || y from (values ('a', 'b'), ('a', null)) t(x, y) order by 1
select concat(x, y, 'z') from (values ('a', 'b')) t(x, y)
select coalesce(x, y, 'none') from (values (cast(null as varchar), cast(null as varchar)), ('a', null)) t(x, y) order by 1
select nullif(x, 'a') is null from (values 'a', 'b') t(x) order by 1
select x between 1 and 3 from (values 0, 2, null) t(x) order by 1
select x from (values 'a%', 'ab', 'a_') t(x) where x like 'a!%' escape '!'
select x like y from (values ('abc', 'a%'), ('abc', '_'), ('abc', null)) t(x, y) order by 1
select cast(x as date) from (values '2025-01-05', '2025-1-6', ' 2025-01-07') t(x) order by 1
select try_cast(x as date) from (values '2025-01-05', 'x', '2025-02-30', '') t(x) order by 1
select try_cast(x as integer) from (values '5', ' 5', '5.0', '', 'x', '+7', '-8', '99999999999') t(x) order by 1
select try_cast(x as double) from (values '5', '1e3', '', 'x', '-.5', 'NaN', 'Infinity') t(x) order by 1
select try_cast(x as decimal(5,2)) from (values '5', '1e3', '', 'x', '-.5', '999.999', '1.005') t(x) order by 1
select try_cast(x as boolean) from (values 'true', 'T', '1', 'yes', '', 'f') t(x) order by 1
select try_cast(x as timestamp) from (values '2025-01-05', '2025-01-05 10:00', 'x', '2025-01-05T10:00:00') t(x) order by 1
select sum(try_cast(x as integer)) from (values '1', 'a', '3') t(x)
select abs(x), sign(x), round(x), ceil(x), floor(x), truncate(x) from (values -1.5, 2.25) t(x) order by 1
select round(x, 1), round(x, -1), truncate(x, 1) from (values 15.55, -15.55) t(x) order by 1
select round(x), round(x, 1), ceil(x), floor(x) from (values 1.5e0, -2.5e0, 0.05e0) t(x) order by 1
select mod(x, 3), x % 3, x / 3 from (values 7, -7) t(x) order by 1
select sqrt(x), cbrt(x), exp(x), ln(x), power(x, 2), log2(x) from (values 1, 2, 8) t(x) order by 1
select date_trunc('week', x), date_trunc('quarter', x), last_day_of_month(x), day_of_week(x) from (values date '2025-02-28', date '2024-12-31') t(x) order by 1
select x + interval '1' month, x - interval '1' year, date_add('week', -1, x), date_diff('day', x, date '2025-03-01') from (values date '2025-01-31', date '2024-02-29') t(x) order by 1
select date_format(x, '%Y/%m/%d %H:%i'), format_datetime(x, 'dd-MM-yy'), to_iso8601(x), cast(x as varchar) from (values timestamp '2025-01-31 13:14:15') t(x)
select split_part(x, '-', 1), split(x, '-')[2], cardinality(split(x, '-')), element_at(split(x, '-'), 9) from (values 'a-b-c') t(x)
select array_join(array_sort(array_distinct(split(x, ','))), '|') from (values 'c,a,b,a') t(x)
select filter(split(x, ','), y -> length(y) > 1), transform(split(x, ','), y -> y || x) from (values 'a,bb') t(x)
select any_match(split(x, ','), y -> y = 'a') from (values 'a,b', 'c') t(x) order by 1
select t.n, t.i from processed cross join unnest(split(customer, 'l')) with ordinality as t(n, i) where orderid = 'O0001' order by 2
select regexp_replace(x, '(\w)(\w*)', '$2$1') from (values 'hello world') t(x)
select regexp_extract_all(x, '[a-z]+') from (values 'ab1cd') t(x)
select regexp_like(x, '^[A-Z][a-z]+$') from (values 'Bob', 'bob') t(x) order by 1
select max_by(x, y), min_by(x, y) from (values ('a', 2), ('b', 1), ('c', 3)) t(x, y)
select bool_and(x > 0), bool_or(x > 2), every(x > 0), count_if(x > 1) from (values 1, 2, 3) t(x)
select listagg(x, '-') within group (order by x desc) from (values 'a', 'b') t(x)
select geometric_mean(x), stddev_pop(x), var_samp(x) from (values 1e0, 2e0, 4e0) t(x)
select approx_distinct(x) from (values 'a', 'b', 'a') t(x)
select sum(x), avg(x), min(x), max(x) from (values interval '1' day, interval '2' day) t(x)
select arbitrary(x) from (values null, null) t(x)
select sum(x) filter (where x > 1), count(*) filter (where x > 10) from (values 1, 2, 3) t(x)
select cast(1 as tinyint) + 1, cast(1 as smallint) / 2, cast(200 as bigint) * 2
select typeof(cast(1 as tinyint) + 1), typeof(1 + 1e0), typeof(1.5 + 1), typeof(1.5 / 1), typeof(1 / 2), typeof(2 * 1.50), typeof(1e0 + 1.5)
select 1 as "a""b", 2 as "select", 3 "x y"
select "1" from (select 1 as "1")
select a."B" from (select 1 as b) a
select A.b from (select 1 as B) a
select -5 % 3, -(5 % 3), 2 - -2, 2--2
select 1.e2, .5e1, 1e+2, 1E-2
select 0x1F
select 1e
select 'a' 'b'
select current_date from processed limit 0
select date from processed
select year(date '2025-01-01') as year, month(date '2025-01-01') month
select interval '1' day, interval '1' month, interval '2' hour, interval '90' second
select count(*) where 1 = 0
select count(*) from (select 1 where 1 = 0)
select sum(1) where 1 = 0
select 1 having 1 = 0
select * from processed where orderid in ()
select * from processed order by
select count(*) from processed group by
select customer, from processed
select distinct on (customer) customer from processed
select count(*) count from processed
select customer from processed as of
select p.customer from processed as p where P.CUSTOMER = 'Bob' limit 1
SELECT CUSTOMER FROM PROCESSED WHERE STATUS = 'shipped' ORDER BY ORDERID LIMIT 1
select customer from Processed order by OrderId limit 1
select processed.customer from orders_db.processed order by processed.orderid limit 1
select "processed"."customer" from "processed" order by "orderid" limit 1
select customer from `processed`
select bitwise_left_shift(7, -1), bitwise_left_shift(3, 40), bitwise_right_shift(-1, 4), bitwise_right_shift_arithmetic(3, -1)
select bitwise_left_shift(3, bigint '1')
select width_bucket(1.5e0, array[infinity(), 0e0, 123456789.123e0])
select width_bucket(1.5e0, array[3e0, 1e0])
select to_iso8601(timestamp '2025-07-01 12:00:00.5 America/New_York'), from_unixtime(1736072672, 2, 30)
select from_unixtime(-infinity())
select from_unixtime(1, 'abc')
select repeat('a', -1)
select url_decode('%Y-%m-%d')
select stddev(a), var_pop(a), stddev_pop(a), var_samp(a) from (values (nan()), (infinity()), (2)) t(a)
select nan() > cast(null as double), nan() <> cast(null as double), cast(null as double) < nan()
select timestamp '2025-01-01 00:00:00 +05:30' - timestamp '2025-01-31 23:59:59.999', timestamp '2025-01-01 00:00:00' < timestamp '2025-01-01 00:00:00.001 UTC'
select tan(infinity()), sin(-infinity()), cos(nan())
