select try(1/0), try(2147483647 + 1), coalesce(try(1/0), 5), try(coalesce(1/0, 5)), try(-(-2147483648)), try(cast('x' as integer))
select orderid, try(cast(substr(orderid, 3) as integer) / (cast(substr(orderid, 4) as integer) - 1)) t from processed order by orderid limit 4
select coalesce(try(cast(amount as integer)), 0) c, count(*) from processed group by 1
select try(cast(customer as integer)) c, count(*) from processed group by try(cast(customer as integer))
select try(date_parse(orderdate, '%d/%m/%Y')) d, count(*) from processed group by 1
select try(date_parse(orderdate, '%Y-%m-%d')) d, count(*) from processed group by 1 order by 1 limit 3
select sum(try(cast(replace(customer, 'Bob', '7') as integer))) from processed
select customer, try(sum(cast(amount as decimal(10,2))) / (count(*) - 38)) from processed group by customer order by 1
select try(sum(cast(customer as integer))) from processed
select transform(array[1,0,2], x -> try(10 / x)), try(transform(array[1,0,2], x -> 10 / x)), try(try(1/0) + 1)
select try(element_at(array[1,2], 0)), try(array[1,2][5]), try(date '2025-01-01'), try('a' || 'b'), try(cast('2025-13-01' as date)), try(cast(array['1', 'x'] as array(integer)))
select orderid from processed where try(cast(customer as integer)) is null order by 1 limit 2
select orderid from processed order by try(1 / (cast(substr(orderid, 2) as integer) - 2)) nulls first, orderid limit 3
select distinct try(1 / (length(customer) - 3)) from processed order by 1
select try(mod(5, 0))
select try(1 / (select 0))
select try((select 1))
select try(case when customer = 'Bob' then 1 / 0 else 2 end) t, count(*) from processed group by 1 order by 1
select x, try(10 / x) from (values 0, 1, 2) t(x) order by x
select a.x, b.y from (values 0, 1, 2) a(x) join (values 10, 5) b(y) on try(10 / a.x) = b.y order by 1
select try(avg(x)), try(max(1 / x)) from (values 1, 2) t(x)
select if(try(1/0) is null, 'null', 'value'), try(try(1/0)), try(if(false, 1/0, 3)), try(9223372036854775807 * 2), try(decimal '99999999999999999999999999999999999999' * 10), try(cast(1e30 as bigint)), try(regexp_extract('a', '(')), try(chr(-1))
