select max_by(x, y, 2), min_by(x, y, 2), max(x, 2), min(x, 5), max(x, 0) from (values ('a', 1), ('b', 3), ('c', null), (null, 2)) t(x, y)
select corr(y, x), covar_pop(y, x), covar_samp(y, x), regr_slope(y, x), regr_intercept(y, x) from (values (1e0, 2e0), (2e0, 4e0), (3e0, 7e0), (4e0, 8e0)) t(y, x)
select corr(y, x), covar_pop(y, x), covar_samp(y, x), regr_slope(y, x), regr_intercept(y, x) from (values (1e0, 2e0)) t(y, x)
select corr(y, x), covar_pop(y, x), covar_samp(y, x), regr_slope(y, x), regr_intercept(y, x) from (values (1e0, null)) t(y, x)
select corr(y, x), regr_slope(y, x) from (values (1e0, 2e0), (2e0, 2e0)) t(y, x)
select corr(cast(amount as double), cast(substr(orderid, 2) as double)) from processed
select customer, corr(cast(amount as double), cast(substr(orderid, 2) as double)) from processed group by customer order by 1
select regr_slope(cast(amount as double), cast(substr(orderid, 2) as double)), regr_intercept(cast(amount as double), cast(substr(orderid, 2) as double)) from processed
select skewness(cast(amount as double)), kurtosis(cast(amount as double)) from processed
select customer, skewness(cast(amount as double)), kurtosis(cast(amount as double)) from processed group by 1 order by 1
select skewness(x), kurtosis(x) from (values 1e0, 2e0, 3e0) t(x)
select skewness(x), kurtosis(x) from (values 1e0, 2e0, 4e0, 9e0, 20e0, 3e0) t(x)
select skewness(x), kurtosis(x) from (values 1e0, 1e0, 1e0, 1e0) t(x)
select approx_percentile(x, 0.5), approx_percentile(x, 0.9), approx_percentile(x, 0), approx_percentile(x, 1) from (values 1, 2, 3, 4, 5) t(x)
select approx_percentile(x, 0.5), approx_percentile(x, array[0.1, 0.5]) from (values 1e0, 2e0, 3e0, 4e0) t(x)
select approx_percentile(cast(amount as double), 0.5), approx_percentile(cast(amount as double), 0.95), approx_percentile(cast(amount as double), 0.01), approx_percentile(cast(amount as double), 0.99) from processed
select approx_percentile(cast(substr(orderid, 2) as integer), 0.5), approx_percentile(cast(substr(orderid, 2) as bigint), array[0.1, 0.25, 0.75, 0.9]) from processed
select approx_percentile(cast(amount as decimal(10,2)), 0.5) from processed
select approx_percentile(cast(amount as real), 0.5) from processed
select approx_percentile(x, w, 0.5) from (values (1, 1), (2, 5), (3, 1)) t(x, w)
select approx_percentile(cast(amount as double), cast(substr(orderid, 2) as integer), 0.5) from processed
select approx_percentile(x, 1.5) from (values 1) t(x)
select approx_percentile(x, 0.5) from (values 1) t(x) where x > 1
select approx_percentile(x, null) from (values 1) t(x)
select approx_percentile(x, 0.5) from unnest(sequence(1, 300)) t(x)
select approx_percentile(x, 0.3), approx_percentile(x, array[0.99, 0.05]) from unnest(sequence(1, 1000)) t(x)
select customer, approx_percentile(cast(amount as double), 0.5), approx_percentile(cast(amount as double), array[0.25, 0.75]) from processed group by customer order by 1
select status, approx_percentile(cast(amount as double), 0.9) filter (where customer <> 'Bob') from processed group by status order by 1
select approx_percentile(cast(amount as double), 0.5) over (partition by customer) from processed order by orderid limit 3
select approx_percentile(n, 0.5) from (select count(*) n from processed group by orderdate)
select approx_percentile(customer, 0.5) from processed
select max_by(x, y, 2), min_by(x, y, 2), max(x, 2), min(x, 5) from (values ('a', 1), ('b', 3), ('c', null), (null, 2)) t(x, y)
select customer, max_by(orderid, cast(amount as decimal(10,2)), 2), min(amount, 2), max(cast(amount as double), 3) from processed group by customer order by customer
select geometric_mean(x), geometric_mean(cast(x as real)), geometric_mean(cast(x as decimal(5,2))), geometric_mean(cast(x as double)) from (values 5, 5) t(x)
select geometric_mean(3), geometric_mean(0), geometric_mean(-1), geometric_mean(cast(null as double))
select corr(x, y), covar_pop(x, y), covar_samp(x, y), regr_slope(y, x), regr_intercept(y, x) from (values (1, 2), (2, 4), (3, 7)) t(x, y)
select corr(cast(amount as decimal(10,2)), length(customer)), corr(cast(amount as double), length(customer)) from processed where orderid < 'O0020'
