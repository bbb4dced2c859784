select count(distinct row(x, y)), count(distinct array[x]) from (values (1, 2), (1, 2), (null, 1)) t(x, y)
select approx_distinct(x, 0.023), approx_distinct(x) from (values 1, 2, 2) t(x)
select distinct customer, length(customer) l from processed order by length(customer), customer
select distinct customer c, length(customer) l from processed order by length(customer), c
select distinct customer from processed order by upper(customer)
select distinct upper(customer) from processed order by upper(customer)
select distinct upper(customer) u from processed order by upper(customer)
select distinct customer, status from processed order by status || customer
select distinct * from processed order by customer, orderid limit 1
select distinct p.customer from processed p order by p.customer
select distinct p.customer from processed p order by customer
select distinct customer from processed p order by p.customer
select distinct customer c from processed order by customer
select distinct customer as c from processed order by upper(c)
select distinct 1 as x, customer from processed order by x + 1
select distinct length(customer) + 1 from processed order by length(customer) + 1
select distinct x + 1 y from (values 1, 2) t(x) order by x + 1
select distinct x, x + 1 y from (values 1, 2) t(x) order by x + 1
select distinct x + 1 x from (values 1, 2) t(x) order by x + 1
select distinct status, count(*) c from processed group by status order by count(*), status
select distinct status, count(*) from processed group by status order by count(*), 1
select distinct status, count(*) c from processed group by status order by max(orderid)
