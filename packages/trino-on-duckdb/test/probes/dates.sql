select date_trunc('month', date '2025-02-15'), date_trunc('week', date '2025-02-16'), date_trunc('quarter', date '2025-05-15'), date_trunc('year', date '2025-05-15'), date_trunc('day', date '2025-05-15'), date_trunc('MONTH', date '2025-02-15')
select date_trunc('hour', date '2025-02-15')
select date_trunc('foo', date '2025-02-15')
select date_trunc('hour', timestamp '2025-02-15 10:11:12.345'), date_trunc('minute', timestamp '2025-02-15 10:11:12.345'), date_trunc('second', timestamp '2025-02-15 10:11:12.345'), date_trunc('millisecond', timestamp '2025-02-15 10:11:12.345'), date_trunc('month', timestamp '2025-02-15 10:11:12.345'), date_trunc('week', timestamp '2025-02-15 10:11:12')
select date_trunc('day', timestamp '2025-02-15 10:11:12 America/New_York'), date_trunc('month', timestamp '2025-02-15 10:11:12 UTC')
select date_trunc('month', '2025-02-15')
select date_trunc('month', orderdate) from processed
select date_add('day', 5, date '2025-02-25'), date_add('month', 1, date '2025-01-31'), date_add('month', -1, date '2025-03-31'), date_add('year', 1, date '2024-02-29'), date_add('week', 2, date '2025-01-01'), date_add('quarter', 1, date '2025-01-31')
select date_add('hour', 5, timestamp '2025-02-25 22:00:00'), date_add('month', 1, timestamp '2025-01-31 10:00:00'), date_add('second', -1, timestamp '2025-01-01 00:00:00'), date_add('millisecond', 5, timestamp '2025-01-01 00:00:00.000'), date_add('day', 1, timestamp '2025-03-08 12:00:00 America/New_York')
select date_add('hour', 5, date '2025-02-25')
select date_add('foo', 5, date '2025-02-25')
select date_add('day', 1, '2025-02-25')
select date_diff('day', date '2025-01-01', date '2025-03-01'), date_diff('month', date '2025-01-31', date '2025-02-28'), date_diff('month', date '2025-01-15', date '2025-03-14'), date_diff('year', date '2024-02-29', date '2025-02-28'), date_diff('week', date '2025-01-01', date '2025-01-14'), date_diff('quarter', date '2025-01-01', date '2025-12-31'), date_diff('day', date '2025-03-01', date '2025-01-01')
select date_diff('hour', timestamp '2025-01-01 10:30:00', timestamp '2025-01-02 09:00:00'), date_diff('minute', timestamp '2025-01-01 10:30:00', timestamp '2025-01-01 10:29:01'), date_diff('second', timestamp '2025-01-01 00:00:00', timestamp '2025-01-01 00:01:00.999'), date_diff('day', timestamp '2025-01-01 23:00:00', timestamp '2025-01-02 22:00:00'), date_diff('millisecond', timestamp '2025-01-01 00:00:00', timestamp '2025-01-01 00:00:01'), date_diff('month', timestamp '2025-01-31 10:00:00', timestamp '2025-02-28 11:00:00'), date_diff('day', date '2025-01-01', timestamp '2025-01-03 01:00:00')
select date_diff('month', date '2025-03-31', date '2025-02-28'), date_diff('month', date '2025-02-28', date '2025-01-31'), date_diff('year', date '2025-02-28', date '2024-02-29'), date_diff('month', date '2025-03-30', date '2025-04-30'), date_diff('month', date '2024-01-31', date '2024-02-29')
select date_diff('hour', date '2025-01-01', date '2025-01-02')
select year(date '2025-02-15'), month(date '2025-02-15'), day(date '2025-02-15'), quarter(date '2025-05-15'), week(date '2025-01-01'), day_of_week(date '2025-02-16'), dow(date '2025-02-15'), day_of_year(date '2025-02-15'), doy(date '2025-12-31'), day_of_month(date '2025-02-15'), year_of_week(date '2024-12-30'), yow(date '2024-12-30'), week_of_year(date '2024-12-30'), last_day_of_month(date '2024-02-10')
select hour(timestamp '2025-02-15 10:11:12.345'), minute(timestamp '2025-02-15 10:11:12.345'), second(timestamp '2025-02-15 10:11:12.345'), millisecond(timestamp '2025-02-15 10:11:12.345'), year(timestamp '2025-02-15 10:11:12'), month(timestamp '2025-02-15 10:11:12'), day(timestamp '2025-02-15 10:11:12'), last_day_of_month(timestamp '2025-02-15 10:11:12')
select hour(date '2025-02-15')
select year('2025-02-15')
select year(orderdate) from processed
select extract(year from date '2025-02-15'), extract(month from timestamp '2025-02-15 10:11:12'), extract(day_of_week from date '2025-02-15'), extract(dow from date '2025-02-15'), extract(doy from date '2025-02-15'), extract(hour from timestamp '2025-02-15 10:11:12'), extract(quarter from date '2025-02-15'), extract(week from date '2025-02-15'), extract(yow from date '2025-02-15')
select extract(foo from date '2025-02-15')
select extract(hour from date '2025-02-15')
select extract(day from interval '3' day), extract(year from interval '30' month), extract(hour from interval '3' day), year(interval '30' month), month(interval '30' month), day(interval '50' hour), hour(interval '50' hour)
select date '2025-01-31' + interval '1' month, date '2025-01-31' - interval '1' month, date '2025-01-01' + interval '1' day, date '2025-01-01' - interval '1' year, interval '1' day + date '2025-01-01'
select date '2025-01-01' + interval '1' hour
select date '2025-01-01' + 1
select date '2025-03-01' - date '2025-01-01', timestamp '2025-03-01 10:00:00' - timestamp '2025-03-01 09:30:00', date '2025-01-01' - timestamp '2025-01-01 01:00:00'
select timestamp '2025-01-31 10:00:00' + interval '1' month, timestamp '2025-01-01 10:00:00' + interval '90' minute, timestamp '2025-01-01 10:00:00.123' - interval '1' second, timestamp '2025-01-01 10:00:00 UTC' + interval '1' day
select interval '1' day + interval '2' hour, interval '1' day * 2, 2 * interval '1' day, interval '1' day / 2, interval '3' month * 1.5, interval '1' year + interval '1' month, interval '2' day - interval '1' hour, interval '1' day = interval '24' hour, interval '1' month < interval '1' year
select interval '1' day + interval '1' month
select interval '1' day * 1.5, interval '7' month / 2, interval '1' day > interval '23' hour, - interval '1' month
select interval '1-2' year to month, interval '1 02' day to hour, interval '10:20' minute to second, interval '1:02:03.5' hour to second, interval '5' minute, interval '1.5' second, interval '-5' day
select interval 'x' day
select interval '1.5' day
select date_format(timestamp '2025-02-05 14:07:09.123456', '%Y-%m-%d %H:%i:%s'), date_format(timestamp '2025-02-05 14:07:09.123', '%a %W %b %M %c %e %y'), date_format(timestamp '2025-02-05 04:07:09.123', '%h %I %k %l %p %r %T %f %S %j'), date_format(date '2025-02-05', '%d/%m/%Y'), date_format(timestamp '2025-02-05 00:07:09', '%h %I %k %l %p %r'), date_format(timestamp '2025-02-05 14:07:09', '%x-%v %%'), date_format(date '2025-02-05', '%Y Q')
select date_format(date '2025-02-05', '%D')
select date_format(date '2025-02-05', '%U')
select date_format(date '2025-02-05', '%w')
select date_format(date '2025-02-05', '%Q'), date_format(date '2025-02-05', 'abc'), date_format(date '2025-02-05', '')
select date_format('2025-02-05', '%Y')
select date_parse('2025-02-05', '%Y-%m-%d'), date_parse('2025-2-5', '%Y-%m-%d'), date_parse('05/02/2025 14:07', '%d/%m/%Y %H:%i'), date_parse('2025-02-05 14:07:09', '%Y-%m-%d %T'), date_parse('Feb 5 2025', '%b %e %Y'), date_parse('20250205', '%Y%m%d'), date_parse('2025-02-05 02:07 PM', '%Y-%m-%d %h:%i %p'), date_parse('2025-02-05 14:07:09.123', '%Y-%m-%d %H:%i:%s.%f'), date_parse('2025', '%Y'), date_parse('February 2025', '%M %Y'), date_parse('25-02-05', '%y-%m-%d'), date_parse('70-02-05', '%y-%m-%d')
select date_parse('2025-02-05x', '%Y-%m-%d')
select date_parse('2025-13-05', '%Y-%m-%d')
select date_parse('2025-02-30', '%Y-%m-%d')
select date_parse('abc', '%Y-%m-%d')
select date_parse('', '%Y')
select date_parse('2025-02-05 10', '%Y-%m-%d %Q')
select format_datetime(timestamp '2025-02-05 14:07:09.123', 'yyyy-MM-dd HH:mm:ss'), format_datetime(timestamp '2025-02-05 14:07:09.123', 'yy M d H m s S SSS'), format_datetime(timestamp '2025-02-05 14:07:09.123', 'EEE EEEE MMM MMMM'), format_datetime(timestamp '2025-02-05 14:07:09.123', 'hh a'), format_datetime(date '2025-02-05', 'D e w xxxx'), format_datetime(date '2025-02-05', 'yyyyMMdd'), format_datetime(timestamp '2025-02-05 14:07:09', 'yyyy-MM-dd''T''HH:mm'), format_datetime(date '2025-02-05', 'QQQ')
select format_datetime(timestamp '2025-02-05 14:07:09', 'yyyy ''year'' G C k K Y')
select parse_datetime('2025-02-05 14:07', 'yyyy-MM-dd HH:mm'), parse_datetime('05/02/25', 'dd/MM/yy'), parse_datetime('2025-02-05', 'yyyy-MM-dd')
select parse_datetime('x', 'yyyy')
select from_iso8601_date('2025-02-05'), from_iso8601_timestamp('2025-02-05T14:07:09Z'), from_iso8601_timestamp('2025-02-05T14:07:09+02:00'), from_iso8601_timestamp('2025-02-05'), from_iso8601_timestamp('2025-02-05T14:07:09.123'), from_iso8601_date('2025-W06'), from_iso8601_date('2025-036')
select from_iso8601_date('2025-2-5')
select from_iso8601_date('x')
select to_iso8601(date '2025-02-05'), to_iso8601(timestamp '2025-02-05 14:07:09'), to_iso8601(timestamp '2025-02-05 14:07:09.123'), to_iso8601(timestamp '2025-02-05 14:07:09 UTC'), to_iso8601(timestamp '2025-02-05 14:07:09 +02:00')
select from_unixtime(0), from_unixtime(1738764429.5e0), from_unixtime(1738764429), from_unixtime(-1), from_unixtime(0, 'America/New_York'), from_unixtime(0, 2, 30)
select to_unixtime(timestamp '2025-02-05 14:07:09.123'), to_unixtime(timestamp '2025-02-05 14:07:09 UTC'), to_unixtime(date '2025-02-05')
select date('2025-02-05'), date(timestamp '2025-02-05 14:07:09')
select date('x')
select current_date = cast(now() as date), now() = current_timestamp, localtimestamp = cast(now() as timestamp(3)), current_timezone()
select timestamp '2025-02-05 14:07:09 UTC' at time zone 'America/New_York', timestamp '2025-07-05 14:07:09 UTC' at time zone 'Europe/Berlin', timestamp '2025-02-05 14:07:09' at time zone '+05:30', at_timezone(timestamp '2025-02-05 14:07:09 UTC', 'Asia/Tokyo'), with_timezone(timestamp '2025-02-05 14:07:09', 'Asia/Tokyo')
select timestamp '2025-02-05 14:07:09 UTC' at time zone 'Foo/Bar'
select timezone_hour(timestamp '2025-02-05 14:07:09 +05:30'), timezone_minute(timestamp '2025-02-05 14:07:09 +05:30'), cast(timestamp '2025-02-05 23:07:09 America/New_York' as date), cast(timestamp '2025-02-05 23:07:09 America/New_York' as timestamp), cast(timestamp '2025-02-05 23:07:09' as timestamp with time zone), timestamp '2025-02-05 10:00:00 UTC' = timestamp '2025-02-05 12:00:00 +02:00', timestamp '2025-02-05 10:00:00 UTC' < timestamp '2025-02-05 11:00:00'
select timezone(timestamp '2025-02-05 14:07:09 +05:30')
select to_milliseconds(interval '1' day), to_milliseconds(parse_duration('1.5h')), human_readable_seconds(3661), parse_duration('42.8ms')
select cast(orderdate as date), count(*) from processed group by 1 order by 1 limit 5
select date_trunc('month', cast(orderdate as date)) m, count(*), sum(cast(amount as decimal(10,2))) from processed group by 1 order by 1
select year(cast(orderdate as date)) y, month(cast(orderdate as date)) m, avg(cast(amount as double)) from processed group by 1, 2 order by 1, 2
select date_format(cast(orderdate as date), '%Y-%m') ym, count(*) from processed group by 1 order by 1
select max(cast(orderdate as date)) - min(cast(orderdate as date)) from processed
select date_diff('day', min(cast(orderdate as date)), max(cast(orderdate as date))) from processed
select orderid from processed where cast(orderdate as date) between date '2025-02-01' and date '2025-02-05' order by 1
select orderid from processed where orderdate > date '2025-02-01'
select orderid, from_iso8601_date(orderdate) + interval '7' day from processed order by 1 limit 3
select date_parse(orderdate, '%Y-%m-%d') from processed order by orderid limit 3
select day_of_week(date(orderdate)) d, count(*) from processed group by 1 order by 1
select format_datetime(date(orderdate), 'MMM yyyy') from processed order by orderid limit 3
select orderid from processed where date(orderdate) >= date_add('day', -10, date '2025-04-21') order by 1
select cast(date '2025-02-05' as timestamp(6)), cast(timestamp '2025-02-05 10:00:00.123456' as timestamp(0)), date '2025-02-05' = cast('2025-02-05' as date), typeof(date '2025-02-05' + interval '1' day), typeof(timestamp '2025-02-05 10:00:00' + interval '1' day), typeof(date_add('day', 1, timestamp '2025-02-05 10:00:00'))
select typeof(date_trunc('day', timestamp '2025-02-05 10:00:00.123456')), typeof(now() - interval '1' day), typeof(date_parse('2025','%Y')), typeof(from_unixtime(0)), typeof(localtimestamp), typeof(interval '1' day), typeof(interval '1' month), typeof(parse_datetime('2025','yyyy'))
select week(date '2025-12-29'), week(date '2021-01-03'), year_of_week(date '2021-01-03'), day_of_week(date '2021-01-03'), dow(timestamp '2021-01-03 10:00:00'), quarter(timestamp '2021-12-03 10:00:00')
select timestamp '2025-01-01 00:00:00.0005' - timestamp '2025-01-01 00:00:00', timestamp '2025-01-01 00:00:00' - timestamp '2025-01-01 00:00:00.0005', timestamp '2025-01-01 00:00:00' - timestamp '2025-01-01 00:00:00.0015', date '2025-03-05' - timestamp '2025-03-05 10:11:12.345678'
select timestamp '2025-01-01 00:00:00.0005 UTC' - timestamp '2025-01-01 00:00:00 UTC', timestamp '1960-01-01 00:00:00 UTC' - timestamp '1960-01-01 00:00:00.0005 UTC', timestamp '1960-01-01 00:00:00.0014 UTC' - timestamp '1960-01-01 00:00:00.0005 UTC'
select date_diff('day', timestamp '2025-03-08 12:00:00 America/New_York', timestamp '2025-03-09 12:00:00 America/New_York'), date_diff('hour', timestamp '2025-03-08 12:00:00 America/New_York', timestamp '2025-03-09 12:00:00 America/New_York'), date_diff('week', timestamp '2025-03-05 12:00:00 America/New_York', timestamp '2025-03-12 12:00:00 America/New_York')
select date_diff('month', timestamp '2025-01-31 23:00:00 America/New_York', timestamp '2025-03-01 03:00:00 UTC'), date_diff('day', timestamp '2025-03-08 12:00:00 America/New_York', timestamp '2025-03-09 12:00:00 UTC'), date_diff('day', timestamp '2025-01-01 01:00:00 +09:00', timestamp '2025-01-01 20:00:00 UTC')
select date_format(timestamp '2025-02-05 14:07:09.123456', '%f'), date_format(timestamp '2025-02-05 23:59:59.9996', '%s.%f'), format_datetime(timestamp '2025-02-05 14:07:09.123456 UTC', 'SSSSSS')
select format_datetime(date '2025-02-05', '')
select timestamp '2025-03-09 02:30:00 America/New_York'
select extract(timezone_hour from timestamp '2025-01-01 00:00:00')
select extract(month from interval '1' day)
select extract("year" from date '2025-01-01')
select interval '1' day / 0
select interval '1' month / 0e0
select interval '1.2349' second, interval '1:1.23456' minute to second
select interval '1' week
select current_date + interval '1 day'
select current_date(3)
select current_timezone(1)
select now(1)
select timestamp '2025-01-01 10:00:00' at time zone interval '2' hour
select x, count(*) from (values timestamp '2025-01-01 10:00:00 UTC', timestamp '2025-01-01 12:00:00 +02:00') t(x) group by x
select distinct x from (values timestamp '2025-01-01 10:00:00 UTC', timestamp '2025-01-01 12:00:00 +02:00') t(x)
select timestamp '2025-01-01 10:00:00 UTC' union select timestamp '2025-01-01 12:00:00 +02:00'
select date_trunc('day', from_iso8601_timestamp(orderdate)), count(*), count(distinct from_iso8601_timestamp(orderdate)) from processed group by 1 order by 1 limit 3
select array_agg(distinct x order by x) from (values timestamp '2025-01-01 10:00:00 UTC', timestamp '2025-01-01 11:00:00 UTC') t(x)
select array_distinct(array[timestamp '2025-01-01 10:00:00 UTC', timestamp '2025-01-01 12:00:00 +02:00'])
select day_of_month(interval '1' day)
