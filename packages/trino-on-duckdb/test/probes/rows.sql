select max(x, -1) from (values 1) t(x)
select row(1, 'a').field0
select row(1, 'a').x
select cast(row(1, 'a') as row(x integer, y varchar)).z
select customer.x from processed
select 'a'.x
select row(1, 2) = row(1, 2), row(1, 2) < row(1, 3), row(1, null) = row(1, null), row(2, null) = row(1, null), row(1, null) <> row(2, null), row(null, 1) = row(null, 2)
select row(1, null) < row(1, 2)
select array[1, null] = array[1, null], array[1, null] = array[2, null], array[1, 2] < array[1, 3], array[1] < array[1, 2], array[1, 2] <> array[1, 2]
select array[1, null] < array[2, 3]
select row(1, 'a') in (row(1, 'a'), row(2, 'b')), row(1, null) in (row(1, null)), array[1] in (array[1], array[2])
select row(1, 2) is distinct from row(1, 2), array[1, null] is distinct from array[1, null], array[1] is not distinct from array[2]
select row(x, y), count(*) from (values (1, 2), (1, 2), (null, 1)) t(x, y) group by row(x, y) order by row(x, y)
select max(row(x, y)) from (values (1, 2), (1, 3)) t(x, y)
select x from (values array[2], array[1, 5], array[1]) t(x) order by x desc
select x from (values row(2, 'a'), row(1, 'b')) t(x, y) order by x
select x from (values row(row(2, 'a')), row(row(1, 'b'))) t(x) order by x
select (select 1, 2), (select 1, 'a' where false)
select (select customer, status from processed order by orderid limit 1)
select r.customer from (select (select customer, status from processed order by orderid limit 1) r)
select (select 1 a, 2 b).a
select array[1] = any (select array[1])
select a from unnest(array[row(1, 'a'), row(2, 'b')]) as t(a, b) order by a
select * from unnest(array[cast(row(1, 'a') as row(x integer, y varchar))])
select x, y, o from unnest(array[cast(row(1, 'a') as row(x integer, y varchar)), null]) with ordinality as t(x, y, o)
select * from unnest(array[1,2], array[row('a', true)]) as t(a, b, c)
select * from (values 1) v(n) cross join unnest(array[row(n, n + 1)]) as t(a, b)
select * from processed p natural join processed q
select count(*) from processed tablesample bernoulli (100)
select count(*) from processed tablesample system (0)
select covar_samp(cast(amount as double), cast(substr(orderid, 2) as double)), covar_pop(cast(amount as double), cast(substr(orderid, 2) as double)) from processed
select geometric_mean(x) from (values 2, 8) t(x)
select r.zz from (select cast(row(1) as row(a integer)) r)
select customer from processed where (customer, status) in (select customer, status from processed where orderid = 'O0001') order by orderid limit 2
select count(*) from processed where (customer, status) in (select 'Bob', 'shipped')
select count(*) from processed where (customer, status) in (values ('Bob', 'shipped'), ('Alice', 'pending'))
select count(*) from processed where (customer, status) = ('Bob', 'shipped')
select count(*) from processed where (customer, status) not in (('Bob', 'shipped'))
select count(*) from processed where cast(amount as double) > all (select cast(amount as double) from processed where status = 'shipped')
select count(*) from processed where cast(amount as double) in (select cast(amount as double) from processed where status = 'shipped')
select count(*) from processed where cast(amount as double) <= any (select avg(cast(amount as double)) from processed group by status)
select a.customer, b.customer from (select 1 x, 'a' customer) a join (select 1 x, 'b' customer) b on (a.x, 1) = (b.x, 1)
select row(1, 2) < row(1, 3), row('a', 1) >= row('a', 1), array[1,2] between array[1] and array[3]
select max(array[x, y]), min(row(x, y)) from (values (1, 2), (1, 3)) t(x, y)
select greatest(array[1], array[2]), least(row(1, 2), row(1, 1))
select nullif(array[1], array[1]), nullif(row(1), row(2)), case array[1] when array[1] then 'y' end
select 3 > decimal '0.00000000000000000000000000000000000001', 0.005 <= decimal '99999999999999999999999999999999999999', decimal '1.10' = decimal '1.1', 1.5 > 1, decimal '12345678901234567890.123' = 12345678901234567890.123
select count(*) from processed tablesample bernoulli (150)
select count(*) from processed p tablesample bernoulli (100) where p.customer = 'Bob'
select count(*) from processed tablesample bernoulli ('a')
select x, y from (values cast(row(1, 'a') as row(p integer, q varchar)), row(2, 'b')) t(x, y) order by 1
select distinct x from (values cast(row(5) as row(a integer)), cast(row(5) as row(a integer))) t(x)
select row(1, 'a')[1], cast(row(1, 2) as row(a integer, b integer))[2], array[row(1, 'x')][1][2]
select row(1, 'a')[3]
select row(1, 'a')[0]
select row(1, 'a')[1 + 1]
select (1, 2) in (select (1, 2))
select (1, 2) = any (select (1, 2))
select row(1) in (select 1), (1, 2) in (select 1, 2)
select count(*) from processed where (customer, status) in (select ('Bob', 'shipped'))
select p.customer.x.y from processed p
