select orderid, row_number() over (order by orderid) from processed order by orderid limit 3
select customer, orderid, row_number() over (partition by customer order by orderid) rn from processed order by customer, rn limit 5
select status, c, rank() over (order by c desc), dense_rank() over (order by c desc), percent_rank() over (order by c), cume_dist() over (order by c), ntile(2) over (order by c, status) from (select status, count(*) c from processed group by status) order by c, status
select * from (select orderid, cast(amount as double) a, rank() over (partition by customer order by cast(amount as double) desc) r from processed) where r <= 2 order by orderid
select orderid, lag(orderid) over (order by orderid), lead(orderid, 2) over (order by orderid), lag(orderid, 1, 'none') over (order by orderid) from processed order by orderid limit 3
select orderid, lag(orderid) over () from processed
select x, lag(x) ignore nulls over (order by i), first_value(x) ignore nulls over (order by i), last_value(x) ignore nulls over (order by i rows between unbounded preceding and unbounded following) from (values (1, null), (2, 5), (3, null), (4, 7)) t(i, x) order by i
select x, first_value(x) over (order by x), last_value(x) over (order by x), nth_value(x, 2) over (order by x), last_value(x) over (order by x rows between unbounded preceding and unbounded following) from (values 1, 2, 3) t(x) order by x
select x, sum(x) over (order by x), sum(x) over (order by x rows between 1 preceding and current row), avg(x) over (order by x rows between 1 preceding and 1 following), count(*) over (order by x range between unbounded preceding and current row), max(x) over () from (values 1, 2, 2, 3) t(x) order by x
select x, sum(x) over (order by x rows 1 preceding), sum(x) over (order by x groups between 1 preceding and current row), sum(x) over (order by x range between 1 preceding and current row), sum(x) over (order by x rows between current row and unbounded following) from (values 1, 2, 2, 4) t(x) order by x
select x, sum(x) over (order by x rows between unbounded following and current row) from (values 1) t(x)
select x, sum(x) over (order by x rows between current row and 1 preceding) from (values 1) t(x)
select x, sum(x) over (rows between 1 preceding and 1 following) from (values 1) t(x)
select x, sum(x) over (range between 1 preceding and 1 following) from (values 1) t(x)
select x, sum(x) over (groups 1 preceding) from (values 1) t(x)
select sum(cast(amount as decimal(10,2))) over (partition by customer order by orderid) from processed order by orderid limit 3
select customer, sum(cast(amount as decimal(10,2))) s, rank() over (order by sum(cast(amount as decimal(10,2))) desc) from processed group by customer order by 3
select customer, count(*), sum(count(*)) over (order by customer), round(100.0 * count(*) / sum(count(*)) over (), 1) from processed group by customer order by customer
select date_trunc('month', date(orderdate)) m, sum(cast(amount as decimal(10,2))) s, sum(sum(cast(amount as decimal(10,2)))) over (order by date_trunc('month', date(orderdate))) from processed group by 1 order by 1
select m, s, s - lag(s) over (order by m) d from (select date_trunc('month', date(orderdate)) m, sum(cast(amount as decimal(10,2))) s from processed group by 1) order by m
select avg(cast(amount as decimal(10,2))) over (partition by status) from processed order by orderid limit 4
select x, count(*) over w, sum(x) over w from (values 1, 2, 3) t(x) window w as (order by x) order by x
select x, sum(x) over (w rows 1 preceding) from (values 1, 2, 3) t(x) window w as (order by x) order by x
select sum(x) over w from (values 1) t(x)
select row_number() over (order by x) + 1, 10 - row_number() over (order by x) from (values 5, 6) t(x) order by 1
select count(distinct x) over () from (values 1) t(x)
select row_number() from processed
select rank() over (order by rank() over ()) from processed
select upper(customer) over () from processed
select count(*) filter (where x > 1) over (order by x) from (values 1, 2, 3) t(x) order by 1
select x, row_number() over (order by x desc nulls first), rank() over (order by x nulls first) from (values 1, null, 2) t(x) order by x
select orderid from processed where row_number() over () = 1
select customer from processed group by customer having rank() over (order by customer) = 1
select orderid from processed order by row_number() over (order by orderid desc) limit 2
select array_agg(x) over (order by x) from (values 1, 2) t(x) order by 1
select max_by(y, x) over () from (values (1, 'a'), (2, 'b')) t(x, y)
select ntile(3) over (order by x) from (values 1,2,3,4,5,6,7) t(x) order by 1
select ntile(0) over (order by x) from (values 1) t(x)
select nth_value(x, 0) over (order by x) from (values 1) t(x)
select lag(x, -1) over (order by x) from (values 1) t(x)
select lag(x, 1, 'a') over (order by x) from (values 1) t(x)
select lag(x, 0) over (order by x), lead(x, 5, 9) over (order by x) from (values 1, 2) t(x) order by 1
select rank(1) over (order by x) from (values 1) t(x)
select sum(x) over (partition by y order by x) from (values (1,'a'),(2,'a'),(3,'b')) t(x,y) order by x
select first_value(x) over (partition by y order by x desc) from (values (1,'a'),(2,'a'),(3,'b')) t(x,y) order by x
select bool_or(x > 1) over (), count_if(x > 1) over (), stddev(x) over () from (values 1, 2, 3) t(x)
select listagg(x, ',') within group (order by x) over () from (values 'a') t(x)
select percent_rank() over (partition by status order by cast(amount as double)) from processed where status = 'pending' order by 1 limit 5
select cume_dist() over (order by status) from processed group by status order by 1
select sum(x) over (order by x range between 1 preceding and 1 following) from (values 1, 2, 4, null) t(x) order by 1
select sum(x) over (order by x desc range 1.5 preceding) from (values 1e0, 2e0, 4e0) t(x) order by 1
select count(*) over (order by d range between interval '1' month preceding and current row) from (values date '2025-01-31', date '2025-02-28', date '2025-03-31') t(d) order by 1
select count(*) over (order by d range interval '1' day preceding) from (values timestamp '2025-01-01 00:00:00', timestamp '2025-01-01 12:00:00', timestamp '2025-01-03 00:00:00') t(d) order by 1
select count(*) over (order by d range '1' preceding) from (values date '2025-01-31') t(d)
select count(*) over (order by d range -1 preceding) from (values 1) t(d)
select count(*) over (order by d range null preceding) from (values 1) t(d)
select count(*) over (order by d, e range 1 preceding) from (values (1, 2)) t(d, e)
select count(*) over (order by d range 1 preceding) from (values 'a') t(d)
select sum(x) over (order by x rows between y preceding and current row) from (values (1, 1), (2, 0), (3, 2)) t(x, y) order by x
select sum(x) over (order by x rows between -1 preceding and current row) from (values 1) t(x)
select sum(x) over (order by x range between 1 following and 2 following), sum(x) over (order by x range between 2 preceding and 1 preceding) from (values 1, 2, 4, 5) t(x) order by x
select d, n, sum(n) over (order by d range between interval '7' day preceding and current row) from (select date(orderdate) d, count(*) n from processed group by 1) order by d
select d, sum(a) over (order by d range between interval '1' month preceding and interval '1' day preceding) from (select date(orderdate) d, sum(cast(amount as decimal(10,2))) a from processed group by 1) order by d
select count(*) over (order by cast(amount as double) range between 10 preceding and 10 following) from processed order by orderid limit 5
select count(*) over (order by cast(amount as decimal(10,2)) range between 10 preceding and 10 following) from processed order by orderid limit 5
select sum(x) over (order by x rows between x preceding and x following) from (values 1, 2, 3) t(x) order by 1
select sum(x) over (order by x rows 1.5 preceding) from (values 1, 2, 3) t(x)
select sum(x) over (order by x groups between 1 preceding and 1 following) from (values 1, 1, 2, 3) t(x) order by 1
select sum(x) over (w order by x) from (values 1) t(x) window w as (order by x)
select sum(x) over (w partition by x) from (values 1) t(x) window w as (order by x)
select sum(x) over (w rows 1 preceding) from (values 1) t(x) window w as (order by x rows 2 preceding)
select sum(x) over w from (values 1) t(x) window w as (order by x), w as (order by x desc)
select rank() over (order by x rows unbounded preceding) from (values 1) t(x)
select ntile(2) over (order by x range unbounded preceding) from (values 1) t(x)
select row_number() over w from (values 1) t(x) window w as (order by x rows unbounded preceding)
select sum(x) over w from (values 1, 2) t(x) window w as (order by x rows unbounded preceding) order by 1
select sum(x) over v from (values 1) t(x) window w as (order by x rows unbounded preceding), v as (w)
select sum(x) respect nulls over () from (values 1) t(x)
select max(x) ignore nulls from (values 1) t(x)
select x from (values 1) t(x) having count(*) > 1 and rank() over () > 1
