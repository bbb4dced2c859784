with a as (select customer, cast(amount as decimal(10,2)) x from processed), b as (select customer, sum(x) s from a group by customer) select * from b order by s desc
with a(n) as (select 1 union all select 2) select n, n * 2 from a order by n
with a as (select 1 x), a as (select 2 x) select * from a
with recursive t(n) as (select 1 union all select n + 1 from t where n < 3) select * from t
with x as (select 1 a) select a from x, (select a b from x) y
with processed as (select 1 a) select * from processed
select * from (with q as (select 1 z) select z from q)
select p.orderid, q.orderid from processed p join processed q on p.customer = q.customer and p.orderid < q.orderid order by 1, 2 limit 3
select p.customer, c from processed p inner join (select customer, count(*) c from processed group by customer) t on p.customer = t.customer order by p.orderid limit 3
select a.x, b.x from (values 1, 2, null) a(x) left join (values 2, 3, null) b(x) on a.x = b.x order by 1, 2
select a.x, b.x from (values 1, 2) a(x) right join (values 2, 3) b(x) on a.x = b.x order by 1, 2
select a.x, b.x from (values 1, 2) a(x) full join (values 2, 3) b(x) on a.x = b.x order by 1, 2
select a.x, b.x from (values 1, 2) a(x) full outer join (values 2, 3) b(x) on a.x < b.x order by 1, 2
select * from (values 1, 2) a(x) cross join (values 'a', 'b') b(y) order by 1, 2
select * from (values 1, 2) a(x), (values 3) b(y) where x < y order by 1
select x, a.y, b.z from (values (1, 'a'), (2, 'b')) a(x, y) join (values (1, 'c')) b(x, z) using (x)
select * from (values (1, 'a'), (2, 'b')) a(x, y) left join (values (1, 'c')) b(x, z) using (x) order by x
select * from (values (1, 'a')) a(x, y) full join (values (2, 'c')) b(x, z) using (x) order by x
select a.x from (values (1, 'a')) a(x, y) join (values (1, 'c')) b(x, z) using (x)
select x from (values 1) a(x) join (values 1) b(x) on a.x = b.x
select * from (values 1) a(x) natural join (values 1) b(x)
select * from (values 1) a(x) join (values 'a') b(y) on a.x = b.y
select * from (values 1) a(x) join (values 1) b(y) on a.x
select * from (values 1) a(x) join (values 1) b(y) using (z)
select * from (values 1) a(x) join (values 1) b(y)
select a.*, b.y + 1 from (values (1, 2)) a(x, z) cross join (values 5) b(y)
select t.* from processed t order by orderid limit 1
select processed.* from processed order by orderid limit 1
select orders_db.processed.orderid from processed order by 1 limit 1
select p.orderid from orders_db.processed p order by 1 limit 1
select awsdatacatalog.orders_db.processed.orderid from awsdatacatalog.orders_db.processed order by 1 limit 1
select orderid o, ORDERID, "OrderID", p.Customer from processed p order by o limit 1
select "order id" from processed
select processed.orderid from processed p
select orderid from processed where cast(amount as double) > (select avg(cast(amount as double)) from processed) and status = 'pending' order by 1 limit 3
select (select max(amount) from processed), (select 1 where false)
select (select customer from processed)
select customer from processed where customer in (select customer from processed where amount > '49') group by 1 order by 1
select distinct customer from processed where customer not in (select 'Bob') order by 1
select 1 in (select null), 1 in (select 1 union all select null), 1 not in (select 2 union all select null), null in (select 1), null in (select 1 where false)
select customer from processed p where exists (select 1 from processed q where q.customer = p.customer and q.amount > '49') group by 1 order by 1
select distinct customer from processed p where not exists (select 1 from processed q where q.customer = p.customer and cast(q.amount as double) > 490) order by 1
select orderid from processed p where amount = (select max(amount) from processed q where q.customer = p.customer) order by 1
select customer, (select count(*) from processed q where q.customer = p.customer) c from (select distinct customer from processed) p order by 1
select orderid, (select max(q.amount) from processed q where q.status = p.status and q.orderid < p.orderid) from processed p order by 1 limit 3
select 5 > all (select 1 union select 2), 5 = any (select 5), 5 < some (select 1), 5 <> all (select 5), 1 > all (select 1 where false), 1 = any (select 1 where false), null > all (select 1)
select 1 in (select 'a')
select 1 in (select 1, 2)
select (select 1, 2)
select exists (select 1 where false), exists (select null)
select x from (select 1 x union select 2 union select 1) order by x
select 1 x union all select 2 union all select 1 order by x
select 1 union select 2.5
select 1 a, 'x' b union all select 2, 'yy' order by a
select 1 intersect select 1
select x from (values 1, 2, 2) t(x) intersect select x from (values 2, 3) t(x)
select x from (values 1, 2, 2, 3) t(x) except select x from (values 3) t(x) order by x
select x from (values 1, 2, 2) t(x) except all select 2 order by x
select x from (values 2, 2, 3) t(x) intersect all select x from (values 2, 2, 2) t(x) order by x
select 1 union select 2 intersect select 2 order by 1
select 1 union select 1, 2
select 1 union select 'a'
select customer from processed union select status from processed order by 1
(select 1 x) union all (select 2) order by x limit 1
select 1 as a union select 2 as b order by b
select * from (values (1, 'a'), (2, 'b')) t(x, y) order by x desc
values (1, 'a'), (2, 'b')
values 1, 2.5, 3
values (1, 2), (1)
values 1, 'a'
table processed limit 0
select * from processed limit 0
select orderid from processed order by orderid offset 2 limit 2
select orderid from processed order by orderid offset 2 rows fetch next 2 rows only
select orderid from processed order by orderid fetch first row only
select x from (values 1, 2, 2, 3) t(x) order by x fetch first 2 rows with ties
select x from (values 1) t(x) fetch first 2 rows with ties
select orderid from processed order by orderid limit all offset 1
select orderid from processed order by orderid limit -1
select orderid from processed order by orderid limit 1.5
select x from (values 1, null, 2) t(x) order by x
select x from (values 1, null, 2) t(x) order by x desc
select x from (values 1, null, 2) t(x) order by x nulls first
select x from (values 1, null, 2) t(x) order by x desc nulls last
select x, y from (values (1, 'b'), (1, 'a'), (0, 'c')) t(x, y) order by x, y desc
select x + 1 as y from (values 1, 2) t(x) order by y desc
select x + 1 as x from (values 1, 2) t(x) order by x desc
select x as y from (values 1, 2) t(x) order by -y
select x as y from (values 1, 2) t(x) order by x desc
select x from (values (1, 2), (2, 1)) t(x, y) order by y
select customer, count(*) as c from processed group by customer order by count(*) desc, customer
select customer from processed group by customer order by max(amount)
select customer from processed group by customer order by amount
select customer c from processed order by c, C limit 1
select distinct customer as c from processed order by customer
select distinct upper(customer) from processed order by upper(customer)
select distinct customer from processed order by upper(customer)
select customer from processed order by 0
select 1 order by 2
select orderid from processed order by 'x', orderid limit 1
select "$path" like '%processed%' from processed limit 1
select count(distinct "$path") from processed
select * from processed where orderid = 'O0001'
select orderid as "Order ID", amount as "AMOUNT" from processed order by 1 limit 1
select 1, 2 as "two", 'x', null, customer, upper(customer), p.status, (select 1), case when true then 1 end, cast(1 as bigint), count(*) over () from processed p limit 1
select count(*), sum(1), max(customer) as m from processed
select 1 where true
select 1 where null
select 1 where false
select 1 a, 2 a
select a from (select 1 a, 2 a)
select a.b.c.d.e from processed
select * from processed, processed where orderid = 'O0001'
select p.orderid, count(*) from processed p group by p.orderid having p.orderid = 'O0001'
select nope from processed
select p.nope from processed p
select * from nope
select * from nope.processed
select * from a.b.c.d
select * from nocatalog.orders_db.processed
select orderid from processed group by orderid, nope
select orderid, from processed
select from processed
select * processed
select * from processed where
select orderid from processed group orderid
select orderid from processed limit
select (1
select 1)
select 'abc
select "abc
select 1 from processed p q
select * from processed where orderid == 'x'
select 1; select 2
select /* c */ 1 -- trailing
select 1 as select
select 1 as "select", 2 as first, 3 as year, 4 as date
select date from (select 1 as date) t
select cast(1 as varchar) as order
select a from (values 1) as t (a)
select t.a from (values 1) t(a), lateral (select t.a + 1 as b) l
select t.a, l.b from (values 1, 2) t(a) cross join lateral (select t.a * 10 as b) l order by 1
select x from (values 1) t(x) where x = 1 or x = 2 and x = 3
select 2 + 3 * 4 - 1, (2 + 3) * 4, -2 * 3, 10 / 4 * 2, 10 % 4 + 1, 2 * -3, - - 1, +1
select not true = false, not (1 = 2), 1 = 1 = true
select 1 + 1 || 'a'
select 'a' || 'b' = 'ab', 1 < 2 and 2 < 3
select 1 is null is null
select true is true
select 1 between 0 and 2 and true
select 1 != 2, 1 <> 2
select current_user
select current_schema, current_catalog
select * from processed tablesample bernoulli (50)
select * from processed for timestamp as of now()
explain select 1
show tables
describe processed
select * from unnest(array[1,2]) with ordinality
select json_extract_scalar('{"a":1}', '$.a')
select uuid()
select read_text('/etc/passwd')
select * from read_csv('/etc/passwd')
select getenv('HOME')
select pragma_version()
select customer from processed qualify row_number() over () = 1
select customer::varchar from processed
select [1, 2]
select {'a': 1}
from processed
select x'00', 1e400
select 1 limit 1 offset 1
select * exclude (orderid) from processed
select date '2025-01-01' = date '2025-01-01', date '2025-01-01' > date '2024-12-31'
select grouping sets from processed
select count(*) from processed p1, processed p2 where p1.customer = p2.customer and p1.orderid = 'O0001'
select max(cast(amount as decimal(10,2))) - min(cast(amount as decimal(10,2))), max(cast(amount as double)) - min(cast(amount as double)) from processed
select status, count(*) * 100.0 / (select count(*) from processed) as pct from processed group by status order by pct desc, status
select customer, sum(case when status = 'shipped' then 1 else 0 end) shipped, sum(case when status = 'pending' then cast(amount as decimal(10,2)) end) pending from processed group by customer order by customer
select orderid, customer, cast(amount as decimal(18,2)) amount from processed where orderdate >= '2025-02-01' and orderdate < '2025-03-01' order by amount desc, orderid limit 10
select customer, cast(sum(cast(amount as decimal(18,2))) as decimal(18,2)) total from processed group by customer order by total desc
select o.customer, o.total, o.total / t.total from (select customer, sum(cast(amount as double)) total from processed group by customer) o cross join (select sum(cast(amount as double)) total from processed) t order by 1
with a (x, x) as (values (1, 'a')) select x from a
select table_name from information_schema.tables
select * from json_table('[]', 'lax $' columns (a integer path 'lax $'))
select json_object('a': 1)
select current_path
select "$file_size" > 0 from processed limit 1
select x, (select y from (values 1, 2) t(y) where y > x order by y limit 1) from (values 1, 5) s(x) order by x
select x, (select y from (values (1, 1), (1, 2)) t(k, y) where k = x and y > 1 order by y limit 1) from (values 1, 5) s(x) order by x
select x, (select y from (values (1, 1), (1, 2)) t(k, y) where k + 0 = x order by y limit 1) from (values 1, 5) s(x) order by x
select x, (select y from (values (1, 1), (1, 2)) t(k, y) where k = x order by y offset 1 limit 1) from (values 1, 5) s(x) order by x
select x, (select y from (values 1, 2) t(y) where y = x union all select 9 where x = 5) from (values 1, 5) s(x) order by x
select x, (select sum(y) over () from (values 1, 2) t(y) where y = x) from (values 1, 5) s(x) order by x
select x, (select max(y + x) from (values 1, 2) t(y) where y > x) from (values 1, 5) s(x) order by x
select x, (select max(y) from (values 1, 2) t(y) where y > x having max(y) > x) from (values 1, 5) s(x) order by x
select x, (select x where x > 2) from (values 1, 5) s(x) order by x
select x, (select max(y) from unnest(array[x, x + 1]) t(y) where y > 1) from (values 1, 5) s(x) order by x
select x, (select count(*) from (values 1, 2) t(y) cross join unnest(array[x, y]) u(z)) from (values 1, 5) s(x) order by x
select x, (select count(*) from (values 1, 2) t(y) where exists (select 1 from (values 2) u(z) where z = y and z > x)) from (values 1, 5) s(x) order by x
select x, (select count(*) from (values 1, 2) t(y) left join (values 2, 3) u(z) on z = y and z > x) from (values 1, 5) s(x) order by x
select x, x in (select max(y) from (values 1, 2) t(y) where y >= x) from (values 1, 5) s(x) order by x
select x, x in (select y from (values 1, 2) t(y) where y = x limit 1) from (values 1, 5) s(x) order by x
select x, l.y from (values 1, 5) s(x) cross join lateral (select y from (values 1, 2, 6) t(y) where y > x order by y limit 1) l order by x
select x, l.r from (values 1, 5) s(x) cross join lateral (select y, row_number() over (order by y) r from (values 1, 2, 6) t(y) where y > x) l order by x, 2
select x, exists (select 1 from (values 1, 2) t(y) group by y having y > x) from (values 1, 5) s(x) order by x
select 1 limit 1
select 1 x limit 1
select 1 offset 0
select x from (values 1, 2) t(x) limit all
select 1 limit all
select offset.x from (values 1, 2) offset offset 1
select "limit" from (select 1 as limit) limit
select count(sum(x)) from (values 'a') t(x)
select max(count(*) filter (where nope)) from (values 1) t(x)
select (select count(*) from processed i group by upper(o.customer)) from processed o limit 1
select (select max(i.amount) from processed i where i.orderid = o.orderid group by o.customer || i.customer) from processed o limit 1
select (select i.customer || o.status from processed i where i.orderid = o.orderid group by i.customer) from processed o limit 1
select (select distinct o.status from processed i where i.orderid = o.orderid) from processed o order by o.orderid limit 1
select (select o.status from processed i where i.orderid = o.orderid having count(*) < 100) from processed o order by o.orderid limit 1
select (select max(i.amount) || o.status from processed i where i.orderid = o.orderid) from processed o order by o.orderid limit 1
select o.orderid, x from processed o cross join lateral (select i.customer || o.status x from processed i where i.orderid = o.orderid group by i.customer) order by 1 limit 1
select amount, nope from processed group by status
select upper(1 + amount), count(*) from processed
select nope(amount), count(*) from processed
select amount, count(*) from processed order by nope
select amount, count(*) from processed having count(*)
