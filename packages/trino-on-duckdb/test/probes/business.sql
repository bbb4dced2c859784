select count(*) from processed where cast(amount as decimal(10,2)) between 100 and 200
select * from processed where amount is null
select customer, avg(cast(amount as decimal(10,2))) from processed group by customer having avg(cast(amount as decimal(10,2))) > 240 order by 2 desc
select customer, count(*) from processed where status in ('shipped','confirmed') group by customer order by 2 desc, 1
select a.customer, a.c, b.c from (select customer, count(*) c from processed where status='shipped' group by customer) a full join (select customer, count(*) c from processed where status='pending' group by customer) b on a.customer=b.customer order by 1
select orderid, amount, case when cast(amount as double) >= 400 then 'high' when cast(amount as double) >= 200 then 'mid' else 'low' end as tier from processed order by orderid limit 5
select tier, count(*) from (select case when cast(amount as double) >= 400 then 'high' else 'low' end as tier from processed) group by tier order by tier
select customer, min(orderdate), max(orderdate), date_diff('day', date(min(orderdate)), date(max(orderdate))) from processed group by customer order by customer
select orderid, date_add('day', 30, cast(orderdate as date)) due from processed order by 1 limit 3
select week(cast(orderdate as date)) w, count(*) from processed group by 1 order by 1 limit 4
select date_format(cast(orderdate as date), '%M %d, %Y') from processed order by orderid limit 2
select orderid from processed order by cast(amount as double) desc limit 1
select max(cast(amount as decimal(10,2))), min(cast(amount as decimal(10,2))), max(cast(amount as decimal(10,2))) - min(cast(amount as decimal(10,2))) from processed
select approx_distinct(customer) from processed
select cast(count(*) as double) / count(distinct customer) from processed
select count(*) / 3, count(*) / 3.0, count(*) % 7, count(*) * 1e0 from processed
select sum(cast(amount as decimal(10,2))) * 100 / 7 from processed
select sum(cast(amount as decimal(18,2))) / count(*) from processed
select cast(sum(cast(amount as decimal(18,2))) as varchar), cast(avg(cast(amount as double)) as varchar), cast(count(*) as varchar) from processed
select concat(customer, ': ', cast(count(*) as varchar)) from processed group by customer order by 1
select customer, array_agg(status order by status, orderid)[1] from processed group by customer order by 1
select count(*) filter (where customer like 'A%') a, count(*) filter (where customer not like 'A%') b from processed
select status, count(*) c, rank() over (order by count(*) desc) r from processed group by status order by r, status
select customer, status, count(*) c, sum(count(*)) over (partition by customer) t from processed group by customer, status order by 1, 2 limit 6
select orderid, amount, sum(cast(amount as decimal(10,2))) over (order by orderid rows unbounded preceding) running from processed order by orderid limit 4
select orderid, cast(amount as decimal(10,2)) - lag(cast(amount as decimal(10,2))) over (order by orderid) d from processed order by orderid limit 3
with m as (select date_trunc('month', date(orderdate)) m, sum(cast(amount as decimal(10,2))) s from processed group by 1) select m, s, round(100 * (s - lag(s) over (order by m)) / lag(s) over (order by m), 1) growth from m order by m
with t as (select *, row_number() over (partition by customer order by cast(amount as double) desc) rn from processed) select customer, orderid, amount from t where rn = 1 order by customer
select * from (values (1, 'a', true, 1.5, 1e0, date '2025-01-01')) t(a,b,c,d,e,f)
select cast(null as varchar) a, cast(null as decimal(5,2)) b, cast(null as date) c
select 1 = null, null <> null, null in (1, 2), not (null = 1), null and false, coalesce(null, null, 3)
select 5 / 2, 5 / 2.0, 5.0 / 2, 5e0 / 2, -5 / 2, 5 % 3, -5 % 3, 5 % -3, mod(-5, 3)
select 10 / 3 * 3, 10 * 3 / 3, 1.0 / 3 * 3, 2 / 3 + 1
select 1.23 + 4.567, 1.23 - 4.567, 1.23 * 4.567, 1.23 / 4.567, 1.23 % 0.5
select decimal '1.10' = decimal '1.1', decimal '1.10' = 1.1e0, 1.1 = 1.10, 1 = 1.0e0
select 0.1 + 0.2 = 0.3, 0.1e0 + 0.2e0 = 0.3e0
select cast(1 as decimal(5,2)), cast(1.239 as decimal(5,2)), cast(-1.235 as decimal(5,2)), cast('12.345' as decimal(5,2)), cast(12.345e0 as decimal(5,2))
select cast(1.5 as bigint), cast(2.5e0 as bigint), cast('7' as smallint), cast(true as bigint), cast(12345.678 as real)
select cast(12345678901234567890.12 as double), cast(0.1 as real), cast(1e-10 as decimal(20,12)), cast(1.0 as varchar), cast(1e0 as varchar), cast(10000000e0 as varchar), cast(0.00001 as varchar)
select cast('abc' as char(5))
select timestamp '2025-01-01 00:00:00' = date '2025-01-01', date '2025-01-01' < timestamp '2025-01-01 00:00:01'
select date '2025-03-31' + interval '1' month, date '2024-02-29' + interval '1' year, date '2025-01-01' - interval '1' day, timestamp '2025-01-01 12:00:00' - interval '13' hour
select date '2025-01-31' - date '2024-12-31', cast(date '2025-01-31' - date '2024-12-31' as varchar)
select extract(year from cast(orderdate as date)), count(*) from processed group by extract(year from cast(orderdate as date))
select date_trunc('quarter', date '2025-08-15'), date_trunc('week', timestamp '2025-08-15 12:13:14'), date_trunc('hour', timestamp '2025-08-15 12:13:14.567')
select date_diff('hour', timestamp '2025-01-01 00:00:00', timestamp '2025-01-02 03:00:00'), date_diff('week', date '2025-01-01', date '2025-02-01'), date_diff('year', date '2020-02-29', date '2025-02-28')
select from_unixtime(1700000000), to_unixtime(timestamp '2025-01-01 00:00:00'), from_iso8601_timestamp('2025-01-01T10:00:00Z')
select day_name(date '2025-01-01')
select monthname(date '2025-01-01')
select to_char(date '2025-01-01', 'yyyy'), to_date('2025', 'yyyy')
select to_timestamp('2025-01-01', 'yyyy-mm-dd')
select nvl(null, 1)
select ifnull(null, 1)
select isnull(1)
select len('abc')
select left('abc', 1)
select initcap('abc')
select string_agg(customer, ',') from processed
select group_concat(customer) from processed
select median(cast(amount as double)) from processed
select customer from processed limit 5 offset 2
select top 5 customer from processed
select customer from processed where customer ilike 'a%'
select customer from processed where customer similar to 'a%'
select customer from processed where customer ~ 'a'
select datediff('day', date '2025-01-01', date '2025-01-02')
select dateadd('day', 1, date '2025-01-01')
select getdate()
select sysdate
select curdate()
select 'a' + 'b'
select '5' + 5
select amount + 1 from processed
select cast(amount as int) from processed order by 1 limit 1
select cast(round(cast(amount as double)) as int) from processed order by orderid limit 3
select * from processed where orderdate = date '2025-02-10'
select * from processed where cast(orderdate as date) = '2025-02-10'
select count(*) from processed where cast(orderdate as date) = date '2025-02-10'
select count(*) from processed where orderdate like '2025-02%'
select substr(orderdate, 1, 7) m, count(*) from processed group by substr(orderdate, 1, 7) order by m
select substring(orderdate, 1, 7), count(*) from processed group by 1 order by 1
select customer, count(*) as n from processed group by customer order by n desc, customer limit 1
select customer, n from (select customer, count(*) as n from processed group by customer) where n > 30 order by n
select distinct customer, count(*) over (partition by customer) from processed order by 1
select customer from processed except select customer from processed where status = 'pending'
select customer from processed where status='shipped' intersect select customer from processed where status = 'pending' order by 1
select count(*) from (select customer from processed union all select status from processed)
select x, y from (select 1 x union all select 2) a cross join (select 'p' y union all select 'q') b order by x desc, y
select * from (select customer, status from processed) t(c, s) order by c, s limit 2
select (select count(*) from processed where customer = p.customer and orderid <= p.orderid) n from processed p order by orderid limit 4
select customer, (select max(orderid) from processed q where q.customer = p.customer and q.status = 'shipped') from (select distinct customer from processed) p order by 1
select p.orderid from processed p where cast(p.amount as double) > (select avg(cast(q.amount as double)) from processed q where q.customer = p.customer) order by 1 limit 3
select p.customer, (select q.orderid from processed q where q.customer = p.customer order by cast(q.amount as double) desc limit 1) from (select distinct customer from processed) p order by 1
select p.customer, (select q.orderid from processed q where q.customer = p.customer) from processed p
select p.orderid from processed p where exists (select 1 from processed q where q.orderid > p.orderid and q.customer = p.customer and q.amount > p.amount) order by 1 limit 2
select p.orderid from processed p where p.orderid in (select q.orderid from processed q where q.customer = p.customer) order by 1 limit 2
select p.orderid, (select count(*) from processed q where q.orderid < p.orderid) from processed p order by 1 limit 3
select p.orderid, (select sum(n) from unnest(array[1, length(p.customer)]) t(n)) from processed p order by 1 limit 2
select x, (select y from (values 1, 2) t(y) where y = x) from (values 1, 3) s(x) order by 1
select x, (select count(*) from (values 1, 2) t(y) where y <> x limit 1) from (values 1, 3) s(x) order by 1
select x from (values 1, 2) s(x) where x = (select max(y) from (values 1, 2) t(y) where y <= x)
select * from (values 1, 2) s(x) left join lateral (select y from (values 1) t(y) where y = x) on true order by 1
select * from (values 1, 2) s(x) join (values 1, 2) t(x) on s.x = t.x and s.x > 1
select * from (values (1, null), (2, 3)) s(x, y) where y is not distinct from null
select grouping(x) from (values 1) t(x) group by x
select if(1 > 2, 'a', 'b'), if(null, 'a', 'b'), case when 1 > 2 then 'a' end
select max(x) over (order by x), min(x) over (order by x desc) from (values 3, 1, 2) t(x) order by 1
select array_agg(x order by x desc)[1] from (values 3, 1, 2) t(x)
select array_sort(array_agg(distinct x)) from (values 3, 1, 1) t(x)
select try(cast(customer as integer)) from processed order by orderid limit 1
select try_cast(amount as integer), try_cast(amount as decimal(4,1)), try_cast(orderdate as date), try_cast(customer as date) from processed order by orderid limit 2
select count(*) from processed where try_cast(customer as integer) is null
select cast(customer as integer) from processed where false
select 1/0 from processed where false
select 1/0 from processed
select case when status = 'zzz' then 1/0 else 1 end from processed limit 1
select * from processed where 1/0 = 1
select * from processed where false and 1/0 = 1
select count(*) from processed where status = 'zzz' and cast(customer as integer) = 1
select count(*) from processed where cast(amount as double) > 0 or cast(customer as integer) = 1
select count(*) from processed where not (status = 'shipped' or status = 'pending')
select orderid, customer from processed order by customer desc, orderid asc limit 3
select orderid from processed order by orderid desc nulls first limit 1
select sum(cast(amount as decimal(38,2))), sum(cast(amount as decimal(5,2))), sum(cast(amount as decimal(20,10))) from processed
select avg(cast(amount as decimal(38,2))), avg(cast(amount as decimal(5,2))), avg(cast(amount as decimal(20,10))) from processed
select stddev(cast(amount as decimal(10,2))), variance(cast(amount as decimal(10,2))) from processed
select round(stddev(cast(amount as double)), 6), round(var_pop(cast(amount as double)), 4) from processed
select cast(amount as decimal(10,2)) * cast(amount as decimal(10,2)), cast(amount as decimal(10,2)) / 3, cast(amount as decimal(10,2)) % 7 from processed order by orderid limit 3
select cast(amount as double) * 3.3, cast(amount as real) * 2, sqrt(cast(amount as double)), power(cast(amount as double), 2), ln(cast(amount as double)) from processed order by orderid limit 3
select width_bucket(cast(amount as double), 0, 500, 5) b, count(*) from processed group by 1 order by 1
select ntile(4) over (order by cast(amount as double)), orderid from processed order by orderid limit 4
select regexp_extract(orderid, '\d+'), regexp_replace(orderid, '^O0*', ''), regexp_like(status, 'ed$'), split(orderdate, '-')[1] from processed order by orderid limit 2
select lower(customer), upper(status), length(customer), reverse(orderid), lpad(orderid, 8, '0'), strpos(status, 'p'), replace(customer, 'a', '@') from processed order by orderid limit 2
select format('%s has %d', customer, 5) from processed limit 1
select format_number(1234567e0), human_readable_seconds(96)
select bar(0.5, 10)
select transform(split(orderdate, '-'), x -> cast(x as integer)) from processed order by orderid limit 1
select reduce(array[1,2,3], 0, (s, x) -> s + x, s -> s * 10)
select zip_with(array[1,2], array[3,4], (x, y) -> x + y)
select element_at(array_agg(orderid order by orderid), -1), slice(array_agg(orderid order by orderid), 1, 2) from processed
select json_parse('{"a": 1}')
select json_extract_scalar('{"a": {"b": "c"}}', '$.a.b')
select cast(row(1, 'a') as row(x integer, y varchar)).x
select t.r.x from (select cast(row(1, 'a') as row(x integer, y varchar)) r) t
select map_keys(map(array['a','b'], array[1,2])), map_from_entries(array[('a', 1)])
select typeof(cast(amount as decimal(10,2)) * 2), typeof(cast(amount as decimal(10,2)) / 2), typeof(sum(1)), typeof(1 + 1.5) from processed group by amount limit 1
select 9007199254740993 * 1.0, 0.1 + 0.20, 1.0 - 1, 5 - 5.00, -0.0, 0.0 * -1
select count(*), count(distinct customer) from processed where amount > '2' and amount < '3'
select greatest(cast(amount as double), 250), least(amount, '3') from processed order by orderid limit 2
select '2025-01-01' between '2024-12-31' and '2025-01-02', 'abc' between 'abd' and 'abb'
select date_parse('2025-02-10', '%Y-%m-%d') - interval '1' day, cast(date_parse('10/02/2025', '%d/%m/%Y') as date), date(date_parse('2025-02-10 11:12:13', '%Y-%m-%d %H:%i:%s'))
select current_date > date '2020-01-01', now() > timestamp '2020-01-01 00:00:00', typeof(current_date), typeof(current_timestamp)
select hour(now()) between 0 and 23, year(current_date) >= 2025
select (1 + 2) * 3 as x, -(-1), - 2 + 3, 2 * (3 + 4) / 7 % 3
select true or 1/0 = 1
select *, 1 as one from processed order by orderid limit 1
select p.*, upper(customer) u from processed p order by orderid limit 1
select orderid as a, orderid as a from processed order by orderid limit 1
select orderid a, amount a from processed order by a
select count(*) c, c + 1 from processed
select orderid o from processed where o = 'O0001'
select orderid o from processed where orderid = 'O0001' order by o
select customer c, count(*) from processed group by customer order by c
select customer, count(*) from processed group by 1, 2
select count(*) from processed group by 1
select sum(1) + 1 from processed having sum(1) > 10
select customer, sum(cast(amount as decimal(12,2))) as revenue, count(*) as orders, round(avg(cast(amount as decimal(12,2))), 1) as avg_order from processed group by customer order by revenue desc, customer
with f as (select customer, min(date_trunc('month', date(orderdate))) cohort from processed group by customer) select f.cohort, date_diff('month', f.cohort, date_trunc('month', date(p.orderdate))) age, count(distinct p.customer) customers, count(*) orders from processed p join f on f.customer = p.customer group by 1, 2 order by 1, 2
select customer, max_by(status, orderdate) last_status, max(orderdate) last from processed group by customer having count(*) > 20 order by last desc, customer
select status, count_if(cast(amount as double) > 250) big, count(*) - count_if(cast(amount as double) > 250) small from processed group by status order by status
with m as (select date_trunc('month', date(orderdate)) mo, status, sum(cast(amount as decimal(10,2))) s from processed group by 1, 2) select mo, max(case when status = 'shipped' then s end) shipped, max(case when status = 'pending' then s end) pending, max(s) filter (where status = 'cancelled') cancelled from m group by mo order by mo
select p.orderid, c.n from processed p join (select customer, count(*) n from processed group by customer) c using (customer) order by c.n desc, p.orderid limit 4
select p.orderid, q.orderid from processed p left join processed q on q.customer = p.customer and q.orderid = concat('O', lpad(cast(cast(substr(p.orderid, 2) as integer) + 1 as varchar), 4, '0')) order by 1 limit 6
select count(*) from processed a full outer join (select 'Zed' customer) b on a.customer = b.customer
select a.customer, b.x from (values ('Bob'), ('Zed')) a(customer) right join (values ('Bob', 1), ('Nobody', 2)) b(customer, x) on a.customer = b.customer order by 2
select * from (values (1, 'a'), (2, 'b')) l(id, v) full join (values (2, 'B'), (3, 'C')) r(id, w) using (id) order by id
select id from (values 1, 2) l(id) join (values 2, 3) r(id) using (id)
select l.id from (values 1, 2) l(id) join (values 2, 3) r(id) using (id)
select coalesce(l.id, r.id) from (values 1) l(id) full join (values 2) r(id) on l.id = r.id order by 1
select * from (values 1) a(x) join (values 1) b(x) on a.x = b.x
select a.x, b.x x from (values 1) a(x), (values 2) b(x)
select customer from processed p where exists (select * from processed where customer = p.customer and status = 'shipped' and amount > p.amount) group by customer order by 1
select orderid from processed p where amount = (select max(amount) from processed where status = p.status) order by 1
select orderid, (select count(*) from processed q where q.customer = p.customer and q.orderdate < p.orderdate) before from processed p order by orderid limit 5
select (select max(x) from unnest(array[customer_len, 3]) t(x)) from (select length(customer) customer_len from processed order by orderid limit 3)
select customer, s from (select customer, split(orderdate, '-') parts from processed order by orderid limit 2) cross join unnest(parts) with ordinality as t(s, i) where i = 2 order by 1
select t.y, count(*) from processed cross join unnest(array[substr(orderdate, 1, 4)]) as t(y) group by t.y
select sum(n) from (select count(*) n from processed group by grouping sets ((customer), (status)))
select grouping(status), status, count(*) from processed group by grouping sets ((status), ()) having grouping(status) = 1 or count(*) > 50 order by 1, 2
select customer, status, count(*) from processed group by grouping sets (cube(customer, status)) order by 1, 2 limit 3
select customer, count(*) from processed group by rollup(1) order by 1
select substr(orderdate, 1, 7), count(*) from processed group by rollup(substr(orderdate, 1, 7)) order by 1
select customer, sum(count(*)) over (order by customer rows between 1 preceding and current row) from processed group by customer order by 1
select customer, rank() over (order by count(*) desc, customer) from processed group by customer order by 2
select status, customer, n, n - first_value(n) over (partition by status order by n desc, customer) gap from (select status, customer, count(*) n from processed group by 1, 2) order by 1, 3 desc, 2 limit 6
select distinct first_value(orderid) over (partition by customer order by cast(amount as double) desc) best from processed order by 1
select orderid, ntile(10) over (order by cast(amount as double)) decile from processed order by 2, 1 limit 5
select x, lag(x, 2, -1) over (order by x) l, lead(x) over (order by x desc) r, sum(x) over (order by x rows between 1 following and unbounded following) s from (values 1, 2, 3, 4) t(x) order by x
select customer, amount, avg(cast(amount as decimal(10,2))) over (partition by customer order by orderdate, orderid rows between 2 preceding and current row) from processed where customer = 'Eve' order by orderdate, orderid limit 6
select date(orderdate), count(*) over (partition by date_trunc('month', date(orderdate)) order by orderdate) from processed order by orderdate, orderid limit 5
select x, y, dense_rank() over (partition by y order by x nulls first), last_value(x) ignore nulls over (partition by y order by x rows between unbounded preceding and current row) from (values (1, 'a'), (null, 'a'), (2, 'b')) t(x, y) order by y, x
select array_agg(x) over (order by x rows between 1 preceding and 1 following) from (values 1, 2, 3) t(x) order by 1
select count(distinct customer) over () from processed limit 1
select sum(x) filter (where x > 1) over () from (values 1, 2) t(x)
select row_number() over (), orderid from processed order by orderid limit 1
select orderid from processed order by row_number() over (order by amount) limit 1
select customer from processed group by customer order by row_number() over (order by count(*)) limit 1
select status from processed group by status order by rank() over (order by max(amount))
select cast('12abc' as integer) from processed where 1 = 0
select cast(customer as integer) from processed where customer = 'Nobody'
select orderid from processed where cast(customer as integer) = 1 and 1 = 0
select case when customer = 'Bob' then cast('1' as integer) else cast('x' as integer) end from processed where customer = 'Bob' limit 1
select orderid from processed where status = 'none' or cast(orderid as integer) = 1
select orderid from processed where orderid = 'O0001' and amount
select orderid from processed limit '1'
select orderid from processed limit -1
select orderid from processed offset 1 limit 1 offset 2
select top 1 orderid from processed
select orderid from processed where orderid = "O0001"
select orderid from processed where customer ilike 'bob'
select orderid::integer from processed
select orderid from processed where customer = 'Bob' qualify row_number() over () = 1
select * exclude (amount) from processed
select dateadd('day', 1, current_date)
select to_char(current_date, 'yyyy')
select ifnull(1, 2)
select nvl(1, 2)
select len('a')
select substring('abc' from 2 for 1), substring('abc', 2), mid('abc', 1, 1)
select charindex('a', 'abc')
select instr('abc', 'b')
select percentile_cont(0.5) within group (order by cast(amount as double)) from processed
select date_part('year', current_date)
select strftime('%Y', orderdate) from processed
select if(true, 1)
select decode(1, 1, 'a')
select iff(true, 1, 2)
select mode() within group (order by customer) from processed
select count(*) as "Count", 'x' "Mixed Case", 1 "1", 2 as "a""b" from processed
select customer as from_, status as "order" from processed order by "order", from_ limit 1
select orderid as date, amount as value, status as type from processed order by 1 limit 1
select "orders_db"."processed"."orderid" from "orders_db"."processed" order by 1 limit 1
select Orderid, ORDERID, "ORDERID", "orderId" from Processed order by 1 limit 1
select /* comment */ orderid -- trailing
SELECT COUNT(*) FROM PROCESSED WHERE STATUS = 'SHIPPED'
select 'it''s', '日本', '😀', U&'\65E5\672C', 'tab	x', '%', '_', '\n', 'a\\b'
select * from processed where customer like '%\_%' escape '\'
select count(*) from processed where customer like 'Smith, J%' or customer like '_ob'
select 'a_b' like 'a\_b' escape '\', 'axb' like 'a\_b' escape '\', 'a%' like 'a!%' escape '!', '' like '%', 'abc' like '%%%', 'aXc' like 'a_c', 'a' like '_', '日本' like '_本'
select 1 = 1.0, 1 = 1e0, 1.0 = 1e0, '1' = 1
select cast(1 as varchar) = '1', 1 in (1.0, 2e0), 1.5 between 1 and 2, date '2025-01-01' between date '2024-01-01' and timestamp '2025-06-01 00:00:00'
select 0.1 + 0.2, 0.1e0 + 0.2e0, 1/3, 1/3.0, 1.0/3, 10/4, 10/4.0, 10 % 4, -10 / 3, -10 % 3, 5 / 2 * 2, 1e0 / 0, 0e0 / 0
select 1.0 / 0
select 1 % 0
select 2147483647 + 1
select 9223372036854775807 + 1
select bigint '9223372036854775807' + 1
select cast('1e3' as double), cast('1e3' as decimal(10,2)), cast(1e3 as bigint), cast(1.5 as integer), cast(2.5 as integer), cast(-1.5 as integer), cast(0.5e0 as integer), cast(1.5e0 as bigint), cast('  7 ' as integer)
select cast('1.5' as integer)
select cast('true' as boolean), cast('t' as boolean), cast(1 as boolean), cast(0.0 as boolean), cast('TRUE' as boolean), cast(true as integer), cast(false as double), cast(true as varchar)
select cast(12345.678 as decimal(7,2)), cast(12345.678 as decimal(5,0)), cast(1.005 as decimal(3,2)), cast(-1.005 as decimal(3,2)), cast(99.995 as decimal(4,2))
select cast(123456 as decimal(5,2))
select cast(1234567.891 as varchar), cast(1e7 as varchar), cast(1.5e0 as varchar), cast(0.1 as varchar), cast(100 as varchar), cast(1e-7 as varchar), cast(real '1.5' as varchar), cast(decimal '1.50' as varchar(3))
select decimal '1.1' * decimal '2.22', decimal '10.00' / 3, decimal '1' / 3, 7 / decimal '2.0', decimal '5.5' % 2, -decimal '1.5', decimal '1.10' + 1, typeof(decimal '1.1' * decimal '2.22'), typeof(decimal '10.00' / 3), typeof(1.5 + 1), typeof(1.5 * 2.5e0), typeof(1 + bigint '1')
select sum(cast(amount as decimal(10,2))) / count(*), avg(cast(amount as decimal(10,2))), sum(cast(amount as double)) / 7 > 0, sum(cast(amount as decimal(10,2))) * 0.2, round(sum(cast(amount as decimal(10,2))) / 3, 3) from processed
select round(2.5), round(-2.5), round(0.5e0), round(1.5e0), round(-0.5e0), round(2.345, 2), round(2.345e0, 2), round(1234.5, -2), round(cast(2.345 as decimal(10,3)), 1), truncate(-2.7), ceil(-0.5), floor(-0.5), sign(-0.0)
select abs(decimal '-1.5'), mod(decimal '7.5', 2), greatest(1.5, 2), least(1e0, 2), power(2, 0.5), sqrt(16), exp(0), ln(1), log2(1), cbrt(-8)
select customer, count(*) from processed group by rollup (customer) order by grouping(customer), customer
select upper(customer) customer, count(*) from processed group by rollup (customer) order by 1 + grouping(customer), 1
select p.customer, count(*) from processed p group by rollup (p.customer) order by grouping(p.customer), 1
select customer c, grouping(customer) g, count(*) from processed group by rollup (customer) order by grouping(customer), c
select grouping(substr(status, 1, 1)) from processed group by status
select p.orderid, (select q.orderid from processed q where q.customer = p.customer and q.orderdate > p.orderdate order by q.orderdate, q.orderid limit 1) from processed p order by 1 limit 2
select customer, (select q.orderid from processed q where q.customer = p.customer order by q.orderid limit 1) from processed p group by customer order by 1
select p.orderid from processed p where exists (select 1 from processed q where q.customer = p.customer and q.orderid <> p.orderid and q.orderdate = p.orderdate limit 1) order by 1 limit 3
