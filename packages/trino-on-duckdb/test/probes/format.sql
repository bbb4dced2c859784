select year(null), date_trunc('month', null), date_add('day', 1, null), date_diff('day', null, date '2025-01-01'), date_format(null, '%Y'), to_unixtime(null), last_day_of_month(null)
select date_format(null, '%Y')
select format('%s', null), format('%s %s', 'a', 1), format('%d', 1.5), 1
select format('%d', 1.5e0)
select format('%s', 1.5e0), format('%s', 1e10), format('%s', real '1.1'), format('%s', decimal '0.0000001'), format('%s', bigint '5'), format('%s', true), format('%s', date '2025-01-05'), format('%s', timestamp '2025-01-05 10:11:00'), format('%s', timestamp '2025-01-05 10:11:12.120')
select format('%.2f', 1.005e0), format('%.1f', 0.25), format('%.0f', 2.5), format('%f', 1.5), format('%10.2f|', 3.14159), format('%-10s|', 'a'), format('%010d', -42), format('%+d', 5), format('%,d', 1234567), format('%,.2f', 1234567.891), format('%(d', -5), format('%x', 255), format('%X', 255), format('%o', 8), format('%e', 12345.678), format('%b', true), format('%5s|', 'é'), format('%S', 'abc'), format('%.3s', 'abcdef'), format('%%'), 1
select format('%d')
select format('abc')
select format('%s', array[1]), format('%s', interval '1' day), format('%s', row(1, 'a'))
select format('%f', 5)
select format('%d', 'a')
select format('%q', 1)
select format('%s %s', 1)
select format('%s', customer), format('%8.2f', cast(amount as double)), format('%,.2f', cast(amount as decimal(10,2))), format('%s', cast(orderdate as date)) from processed order by orderid limit 3
select format('%x', 255), format('%o', 8), format('%e', 12345.678), format('%b', true), format('%5s|', 'é'), format('%S', 'abc'), format('%.3s', 'abcdef'), format('%s%%', 5), format('%2$s %1$s', 'a', 'b'), format('%s%n', 1), format('%x', -1), format('%X', 255), format('%s', null), format('%d', null), format('%+.1f', 2.25), format('%08.2f', -3.14159), format('% d', 5), format('%-6d|', 42), format('%,d', -1234567)
select format('%.2f', 1.005e0), format('%.1f', 0.25), format('%.0f', 2.5), format('%f', 1.5), format('%10.2f|', 3.14159), format('%-10s|', 'a'), format('%010d', -42), format('%+d', 5), format('%,d', 1234567), format('%,.2f', 1234567.891), format('%(d', -5)
select format('%.2f', nan()), format('%.2f', infinity()), format('%s', nan()), format('%.3f', 1e20), format('%.2f', -0.001), format('%.2f', 1e-10), format('%e', 0e0), format('%.2e', 123456e0), format('%.1f', 0.15e0), format('%.2f', 1e300 * 0)
