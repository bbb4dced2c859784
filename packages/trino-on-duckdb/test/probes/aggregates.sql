select count(*), count(1), count(customer), count(distinct customer), count(distinct status), count(null) from processed
select count() from processed
select count(customer, status) from processed
select sum(cast(amount as decimal(10,2))), sum(cast(amount as double)), sum(cast(amount as real)), sum(1), sum(bigint '5'), sum(cast(1 as tinyint)), sum(1.5) from processed
select avg(cast(amount as decimal(10,2))), avg(cast(amount as double)), avg(cast(amount as real)), avg(1), avg(2.5), avg(cast(substr(orderid,2) as bigint)) from processed
select min(amount), max(amount), min(orderdate), max(customer), min(cast(amount as double)), max(cast(orderdate as date)), min(1), max(null) from processed
select sum(x), avg(x), min(x), max(x), count(x), count(*) from (values 1, null, 3) t(x)
select sum(x), avg(x), min(x), count(x), count(*) from (values 1) t(x) where x > 5
select sum(x), avg(x) from (values 1.5, 2.25, null) t(x)
select avg(x) from (values 1.0, 2.0, 2.0) t(x)
select avg(x) from (values 0.1, 0.2) t(x)
select avg(x) from (values 1, 2, 2) t(x)
select sum(distinct x), avg(distinct x), count(distinct x) from (values 1, 1, 3) t(x)
select sum(x) from (values 9223372036854775807, 1) t(x)
select sum(x) from (values 1e308, 1e308) t(x)
select max(x, 2), min(x, 2) from (values 1, 3, 2) t(x)
select max_by(customer, cast(amount as double)), min_by(customer, cast(amount as double)), max_by(orderid, orderdate || orderid) from processed
select max_by(x, y) from (values ('a', 1), (null, 3), ('c', null)) t(x, y)
select max_by(orderid, cast(amount as double), 3) from processed
select count_if(status = 'shipped'), count_if(null), count_if(cast(amount as double) > 400) from processed
select bool_and(x), bool_or(x), every(x) from (values true, false, null) t(x)
select bool_and(cast(amount as double) > 0), bool_or(customer = 'Zed') from processed
select count_if(x) from (values 1) t(x)
select stddev(cast(amount as double)), stddev_pop(cast(amount as double)), stddev_samp(cast(amount as double)), variance(cast(amount as double)), var_pop(cast(amount as double)), var_samp(cast(amount as double)) from processed
select stddev(x), variance(x), stddev_pop(x), var_pop(x) from (values 1) t(x)
select stddev(x), variance(x) from (values 1, 2, 4) t(x)
select stddev(x) from (values 1.5, 2.5) t(x)
select corr(x, y), covar_pop(x, y), covar_samp(x, y), regr_slope(y, x), regr_intercept(y, x) from (values (1e0, 2e0), (2e0, 4.5e0), (3e0, 5e0)) t(x, y)
select skewness(x), kurtosis(x) from (values 1e0, 2e0, 4e0, 9e0, 20e0) t(x)
select geometric_mean(x) from (values 1, 2, 4) t(x)
select geometric_mean(cast(amount as double)) from processed
select approx_distinct(customer), approx_distinct(orderid) from processed
select approx_percentile(cast(amount as double), 0.5) from processed
select arbitrary(x), any_value(x) from (values 5, 5) t(x)
select bitwise_and_agg(x), bitwise_or_agg(x), bitwise_xor_agg(x) from (values 12, 10) t(x)
select listagg(customer, ',') within group (order by customer) from (select distinct customer from processed)
select status, listagg(distinct customer, '; ') within group (order by customer) from processed group by status order by status
select listagg(orderid, ',') within group (order by orderid desc) filter (where amount > '49') from processed
select listagg(x, ',') within group (order by x) from (values 'b', null, 'a') t(x)
select listagg(x) within group (order by x) from (values 'b', 'a') t(x)
select listagg(1, ',') within group (order by 1) from processed
select histogram(status) from processed
select cardinality(histogram(status)) from processed
select map_agg(x, y)['a'] from (values ('a', 1)) t(x, y)
select checksum(customer) from processed
select sum(cast(amount as double)) filter (where status = 'shipped'), count(*) filter (where customer = 'Bob'), avg(cast(amount as decimal(10,2))) filter (where status = 'none') from processed
select sum(cast(amount as double)) filter (where amount) from processed
select status, count(*), sum(cast(amount as decimal(18,2))), avg(cast(amount as decimal(18,2))), min(amount), max(orderdate) from processed group by status order by status
select customer, status, count(*) from processed group by customer, status order by 1, 2
select customer, count(*) c from processed group by 1 having count(*) > 40 order by c desc
select customer, count(*) c from processed group by customer having c > 40
select customer as c, count(*) from processed group by c
select customer from processed group by status
select customer, sum(cast(amount as double)) / count(*) from processed group by customer order by 1
select customer || '!', count(*) from processed group by customer order by 1
select customer || '!', count(*) from processed group by customer || '!' order by 1
select customer || '?', count(*) from processed group by customer || '!' order by 1
select upper(customer), count(*) from processed group by upper(p.customer)
select upper(p.customer), count(*) from processed p group by upper(customer) order by 1
select p.customer, count(*) from processed p group by processed.customer
select count(*) from processed group by customer order by 1
select count(*) from processed having count(*) > 1
select count(*) from processed having count(*) > 1000
select 1 from processed having true
select customer from processed having count(*) > 1
select * from processed group by customer
select customer, count(*) from processed
select count(*), customer from processed group by ()
select count(*) from processed group by ()
select 'x', count(*) from processed group by 'x'
select 1, count(*) from processed group by 1
select customer, status, count(*) from processed group by rollup(customer, status) order by 1, 2
select customer, status, count(*) from processed group by cube(customer, status) order by 1, 2
select customer, status, count(*), grouping(customer, status) from processed group by grouping sets ((customer), (status), ()) order by 4, 1, 2
select customer, grouping(customer) from processed group by rollup(customer) order by 1
select grouping(customer), grouping(status), count(*) from processed group by cube(customer, status) order by 1, 2, 3
select customer, status, count(*) from processed group by customer, rollup(status) order by 1, 2
select customer, status, count(*) from processed group by distinct rollup(customer, status), rollup(customer) order by 1, 2
select customer, count(*) from processed group by grouping sets ((customer), (customer)) order by 1
select coalesce(customer, 'total'), sum(cast(amount as decimal(10,2))) from processed group by rollup(customer) order by 2
select year(date(orderdate)), quarter(date(orderdate)), count(*) from processed group by rollup(year(date(orderdate)), quarter(date(orderdate))) order by 1, 2
select grouping(customer) from processed
select sum(sum(1)) from processed
select max(count(*)) from processed group by customer
select sum(count(*)) over () from processed group by customer limit 1
select count(*) from processed where count(*) > 1
select count(*) from processed group by count(*)
select distinct status from processed order by status
select distinct customer, status from processed order by 1, 2 limit 3
select distinct count(*) from processed group by customer order by 1
select count(*) from (select distinct customer, status from processed)
select customer, count(distinct status), count(distinct orderdate) from processed group by 1 order by 1
select sum(cast(amount as decimal(10,2)) * 2), sum(cast(amount as decimal(10,2))) * 2, sum(cast(amount as decimal(10,2))) / count(*), sum(cast(amount as decimal(10,2))) / 3 from processed
select round(sum(cast(amount as double)), 2), round(avg(cast(amount as double)), 2), cast(avg(cast(amount as double)) as decimal(10,2)) from processed
select 100.0 * count(*) / sum(count(*)) over () from processed group by status order by 1
select status, cast(count(*) as double) / (select count(*) from processed) from processed group by status order by 1
select status, round(100.0 * sum(cast(amount as decimal(18,2))) / (select sum(cast(amount as decimal(18,2))) from processed), 2) p from processed group by status order by p desc
select typeof(sum(1)), typeof(sum(1.5)), typeof(avg(1.5)), typeof(avg(1)), typeof(count(*)), typeof(min('a')), typeof(array_agg('a')), typeof(sum(cast(1 as real))), typeof(avg(cast(1 as real))), typeof(sum(1e0)), typeof(stddev(1)), typeof(max_by('a', 1)), typeof(count_if(true)) from processed
select avg(interval '1' day), sum(interval '1' day), sum(interval '2' month) from (values 1, 2) t(x)
select avg(date '2025-01-01') from processed
select sum(date(orderdate)) from processed
select min(x), max(x) from (values true, false) t(x)
select max(x) from (values nan(), 1e0) t(x)
select min(x) from (values nan(), 1e0) t(x)
select approx_distinct(x) from (values 1, 1, 2, null) t(x)
select sum(x) from (values decimal '99999999999999999999999999999999999999', decimal '1') t(x)
select count(distinct) from processed
select sum(0.1e0), avg(0.1e0), sum(real '0.1'), sum(1e0/3), sum(cast('0.1' as double)) from processed
select approx_distinct(distinct x) from (values 3, 1, null, 1) t(x)
select stddev(distinct x order by x desc) from (values 1, 2, 2) t(x)
select histogram(distinct x order by x desc) from (values 3, 1, 1) t(x)
select map_agg(k, v order by v desc) from (values ('a', 1), ('a', 2)) t(k, v)
