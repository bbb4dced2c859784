select round(1.005e0,2), round(2.675e0,2), round(2.5e0), round(-2.5e0), round(0.5e0), round(-0.5e0), round(1.45e0,1), round(123.456e0,-1), round(1e300,2), round(nan()), round(1.5e0, 20)
select round(2.5), round(-2.5), round(2.45,1), round(1.005,2), round(9.99,1), round(99.9), round(123.456,-1), round(123.456,-2), round(155.5,-3), round(1.5, 5), round(cast(2.5 as decimal(38,10))), round(-2.45,1)
select round(5), round(15,-1), round(14,-1), round(-15,-1), round(155,-2), round(5,3), round(bigint '25',-1), round(smallint '5'), round(tinyint '5', -1), round(2147483647,-1)
select round(cast(2.5 as real)), round(cast(2.345 as real),2), abs(cast(-1.5 as real)), ceil(cast(1.2 as real)), floor(cast(-1.2 as real)), truncate(cast(-1.9 as real))
select ceil(1.2), ceiling(-1.2), floor(1.2), floor(-1.2), ceil(1.2e0), floor(-1.2e0), ceil(5), floor(5), ceil(cast(1.20 as decimal(10,2))), ceil(99.5), floor(0.5), ceil(-0.5), ceil(cast(1 as decimal(5,0)))
select truncate(1.9), truncate(-1.9), truncate(1.987,2), truncate(123.456,-1), truncate(1.9e0), truncate(-1.9e0), truncate(12.345e0,2)
select truncate(cast(12.345 as decimal(10,3)),1), truncate(0.9), truncate(5)
select abs(-5), abs(5.5), abs(-5.5), abs(-5.5e0), abs(bigint '-5'), abs(smallint '-5')
select abs(-9223372036854775808)
select abs(cast('-2147483648' as integer))
select sign(-5), sign(0), sign(5.5), sign(-5.5e0), sign(nan()), sign(0.0), sign(bigint '7'), sign(cast(-3 as real))
select mod(7,3), mod(-7,3), mod(7,-3), mod(7.5,2), mod(7.5e0,2), mod(-7.5,2), mod(7, 2.5), mod(bigint '7', 3)
select mod(7,0)
select mod(7.5,0)
select mod(7e0,0), 7e0 % 0
select power(2,3), pow(2,0.5), power(2.5,2), power(0,0), power(-8,1e0/3)
select sqrt(16), sqrt(2), sqrt(-1), cbrt(27), cbrt(-27), cbrt(2), exp(1), exp(0), ln(10), ln(0), ln(-1), log10(1000), log2(8), log(2,8), log(10,1000), log(3,9), log10(0)
select sin(1), cos(1), tan(1), asin(1), acos(1), atan(1), atan2(1,2), sinh(1), cosh(1), tanh(1), asin(2), sin(0), cos(pi()), tan(pi()/4)
select degrees(pi()), radians(180), pi(), e(), nan(), infinity(), is_nan(nan()), is_finite(1), is_infinite(infinity()), is_nan(cast(1 as real)), degrees(1), radians(1)
select greatest(1,2,3), least(1,2,3), greatest(1,2.5), least('a','b'), greatest(1,null), least(null,1), greatest(1e0, 2), greatest('b','abc'), greatest(date '2025-01-01', date '2025-01-02'), greatest(1)
select greatest(nan(), 1e0), least(nan(), 1e0), greatest(1e0, nan())
select greatest(1,'a')
select greatest()
select bitwise_and(12,10), bitwise_or(12,10), bitwise_xor(12,10), bitwise_not(5), bitwise_left_shift(1,4), bitwise_right_shift(16,2), bit_count(7,64), bitwise_right_shift_arithmetic(-16,2), bit_count(-1,8)
select width_bucket(5.3e0,0.2e0,10.6e0,5), width_bucket(15e0,0,10,5), width_bucket(-1e0,0,10,5), width_bucket(5, array[1e0,3e0,7e0])
select to_base(255,16), to_base(255,2), from_base('ff',16), from_base('-101',2), to_base(-255,16), from_base('FF',16)
select from_base('zz',10)
select to_base(5,1)
select 7/2, -7/2, 7/-2, 7%3, -7%3, 7.0/2, 7/2.0, 7.00/2, 1/3.0, 1.0/3.0, 2.0/3.000, 10.0/3, 1e0/3, 1/3e0
select 1.1+2.2, 1.1*2.2, 1.1-2.22, 1.10*1.10, 10-1.5, 3*1.5, 1.5%1, 5.5%2.25, -1.5, -(1.5), 1.5+1e0, 100.00*0.075
select cast(1 as decimal(10,2))/cast(3 as decimal(10,4)), cast(1 as decimal(18,2))/3, cast(100 as decimal(18,2))/cast(7 as decimal(18,2)), cast(5 as decimal(38,2))/2, cast(2 as decimal(38,0))*cast(2 as decimal(38,0))
select cast('99999999999999999999999999999999999999' as decimal(38,0)) + 1
select cast('99999999999999999999999999999999999999' as decimal(38,0)) * 10
select cast(10 as tinyint)+cast(5 as tinyint), cast(10 as smallint)*cast(5 as integer), cast(1 as bigint)+1, cast(1 as real)+1, cast(1 as real)+1.5, cast(1 as real)+1e0, 1+cast(1.5 as real)
select cast(100 as tinyint)+cast(100 as tinyint)
select cast(1000 as smallint)*cast(1000 as smallint)
select 2147483647*2
select -2147483648 - 1
select 9223372036854775807*2
select 5.0/0
select 5%0
select 5.5%0
select 1e0/0, -1e0/0, 0e0/0, 1e308*10
select 0.1e0+0.2e0, 1e16+1, 1.7976931348623157e308, 4.9e-324, 1e-7, 123456789012345680e0, 1e21, 1e22, 100e0, 1e6, 9999999e0, 12345678.9e0, 0.001e0, 0.00099e0
select nan()=nan(), nan()<>nan(), nan()>1, nan()<1, nan() is distinct from nan(), nan() in (nan()), nan() between 0 and 1
select random() < 1, rand() >= 0, random(10) < 10, random(5,6) = 5
select 1 < 1.5, 1 = 1.0, 1.0 = 1.00, 1e0 = 1, 1.5 = 1.5e0, cast(1 as real) = 1.0, bigint '1' = smallint '1', 0.1 = 0.1e0
select 1 = '1'
select 1.5 = 'a'
select true = 1
select true > false, 'a' < 'b', 'a' = 'a ', 'A' < 'a', '' < 'a', 'abc' < 'abd', 'é' > 'z'
select date '2025-01-01' = '2025-01-01'
select date '2025-01-01' < timestamp '2025-01-01 10:00:00', date '2025-01-01' = timestamp '2025-01-01 00:00:00'
select 1 + null, null * 2, null / 0, -cast(null as integer), null and true, null or true, not null, null and false
select count(*) from processed where cast(amount as double) > 400 and status = 'shipped'
select cast(amount as decimal(10,2)) * 1.1 from processed order by orderid limit 3
select cast(amount as double) * 1.1 from processed order by orderid limit 5
select cast(amount as double) / 7 from processed order by orderid limit 5
select cast(amount as real) from processed order by orderid limit 5
select round(cast(amount as double), 1), round(cast(amount as decimal(10,2)),1), floor(cast(amount as double)), ceil(cast(amount as decimal(10,2))) from processed order by orderid limit 8
select cast(amount as integer) from processed limit 1
select amount * 2 from processed limit 1
select amount > 100 from processed
select amount + amount from processed
select sum(amount) from processed
select -amount from processed
select abs(amount) from processed
select +'a'
select +1.5
select + 5, + -5, - +5, 1 + +1, +real '1.5', +1e0
select tinyint '-128' / tinyint '-1'
select -2147483648 / -1
select 1_000, 0b101, 0o17, 0xff, 1_0.5_0
select 1_0e1
