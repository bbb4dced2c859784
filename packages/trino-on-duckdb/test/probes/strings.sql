select upper('aé'), lower('AÉ'), upper('ß'), reverse('abc'), reverse('añb'), length('añb'), length(''), upper(''), lower('İ')
select concat('a','b'), concat('a','b','c'), 'a' || 'b' || 'c', concat('a', null), 'a' || null
select concat(1,2)
select concat('a')
select length(5)
select upper(5)
select concat_ws(',', 'a', null, 'b'), concat_ws(null, 'a', 'b'), concat_ws(',', array['a', null, 'b']), concat_ws(','), concat_ws(',', null)
select substr('hello', 2), substr('hello', 2, 3), substr('hello', -3), substr('hello', -3, 2), substr('hello', 0), substr('hello', 10), substr('hello', -10), substr('hello', 2, 0), substr('hello', 2, -1), substring('hello', 2, 2), substring('hello' from 2), substring('hello' from 2 for 3), substr('añb', 2, 1), substr('hello', 1, 100)
select strpos('hello', 'l'), strpos('hello', 'z'), strpos('hello', ''), strpos('hello', 'l', 2), strpos('hello', 'l', -1), position('l' in 'hello'), strpos('añb', 'b'), strpos('hello','l',3), strpos('hello', '', 2)
select strpos('hello', 'l', 0)
select starts_with('hello', 'he'), starts_with('hello', ''), starts_with('hello', 'x'), starts_with('', 'a')
select replace('hello', 'l'), replace('hello', 'l', 'L'), replace('hello', '', 'x'), replace('', '', 'x'), replace('hello', 'z', 'y'), replace('aaa', 'aa', 'b'), replace('hello', 'l', null)
select trim('  a b  '), ltrim('  a'), rtrim('a  '), trim(both 'x' from 'xxaxx'), trim(leading 'x' from 'xxaxx'), trim(trailing 'x' from 'xxaxx'), trim(both from '  a '), trim('xy' from 'yxaxy'), trim('a' || chr(9) || chr(10)), trim(leading from '  a ')
select ltrim('xxa', 'x'), rtrim('axx', 'x'), trim('xxaxx', 'x'), length(trim(chr(160) || 'a')), length(trim(chr(8195) || 'a'))
select lpad('5', 3, '0'), rpad('5', 3, 'ab'), lpad('hello', 2, 'x'), lpad('a', 5, 'xyz'), rpad('a', 0, 'x'), lpad('', 3, 'é')
select lpad('5', -1, '0')
select lpad('5', 3, '')
select split('a,b,c', ','), split('a,b,c', ',', 2), split('', ','), split(',a,', ','), split('abc', ','), split('a,b,c', ',', 1), cardinality(split('a--b', '-'))
select split('abc', '')
select split('abc', ',', 0)
select split_part('a,b,c', ',', 2), split_part('a,b,c', ',', 4), split_part('a,b,c', ',', 1), split_part('abc', ',', 1), split_part('', ',', 1), split_part('a,b,', ',', 3), split_part('abc', '', 1)
select split_part('a,b', ',', 0)
select split_part('a,b', ',', -1)
select translate('abc', 'ab', 'xy'), translate('abc', 'abc', 'x'), translate('abcd', 'aa', 'xy'), translate('abc', '', 'x'), translate('añb', 'ñ', 'n')
select chr(65), chr(233), codepoint('A'), codepoint('é'), chr(128512)
select chr(-1)
select codepoint('ab')
select codepoint('')
select levenshtein_distance('kitten', 'sitting'), levenshtein_distance('', 'abc'), levenshtein_distance('abc', 'abc'), hamming_distance('abc', 'abd'), hamming_distance('', '')
select hamming_distance('abc', 'ab')
select normalize('é'), normalize('é', NFD), length(normalize('é', NFD)), length(normalize('ﬁ', NFKC))
select soundex('Robert'), word_stem('running')
select 'a' like 'a', 'abc' like 'a%', 'abc' like '_b_', 'abc' like 'A%', 'a%c' like 'a\%c' escape '\', 'abc' like 'a#%c' escape '#', '' like '', '' like '%', 'abc' like '', 'a_c' like 'a\_c' escape '\', 'abc' not like 'b%', null like 'a', 'a' like null, 'añb' like 'a_b'
select 'abc' like 'a\' escape '\'
select 'abc' like 'a\b' escape '\'
select 'abc' like 'a' escape 'xy'
select 'abc' like 5
select 5 like '5'
select customer from processed where customer like 'A%' group by customer
select customer from processed where customer not like '%i%' group by 1 order by 1
select upper(customer) u, count(*) from processed group by upper(customer) order by 1
select length(customer) l, count(*) from processed group by 1 order by 1
select substr(orderid, 2) from processed order by orderid limit 3
select cast(substr(orderid, 2) as integer) from processed order by orderid limit 3
select orderid || '-' || status from processed order by 1 limit 3
select concat(customer, ' ', status) from processed order by 1 limit 2
select replace(status, 'ed', '') s, count(*) from processed group by 1 order by 1
select lpad(amount, 10, '*') from processed order by orderid limit 2
select reverse(customer), strpos(customer, 'a') from processed group by customer order by customer
select split(orderdate, '-') from processed order by orderid limit 2
select split_part(orderdate, '-', 2) m, count(*) from processed group by 1 order by 1
select distinct substr(status, 1, 1) from processed order by 1
select coalesce(nullif(customer, 'Bob'), 'none') c, count(*) from processed group by 1 order by 1
select case status when 'shipped' then 'S' when 'pending' then 'P' else 'O' end s, count(*) from processed group by 1 order by 1
select case when cast(amount as double) > 300 then 'big' when cast(amount as double) > 100 then 'mid' end s, count(*) from processed group by 1 order by 1
select if(customer = 'Bob', 'b') x, count(*) from processed group by 1 order by 1 nulls first
select case when 1 = 1 then 'a' end, case 1 when 2 then 'a' end, case null when null then 1 else 2 end, case when null then 1 else 2 end, if(null, 1, 2), if(true, null, 1)
select case 1 when 'a' then 1 end
select case when 1 then 2 end
select coalesce(null, 'a', 'bc'), coalesce(null, null), coalesce(1, 2.5), nullif(1, 1), nullif(1, 2), nullif(1, 1.0), nullif(null, 1), nullif('a', 'b')
select coalesce(1)
select nullif(1)
select coalesce(1, 1/0)
select if(true, 1, 1/0), case when true then 1 else 1/0 end
select try(cast('x' as integer)), coalesce(try(1/0), -1), try(date '2025-01-01' + interval '1' hour), try_cast('x' as double)
select 1 in (1, 2), 1 in (2, null), 1 not in (2, null), null in (1), 'a' in ('a', 'b'), 1 in (1.0, 2), 1.5 in (1, 2)
select 1 in ('a')
select 1 in (1, 'a')
select 1 between 0 and 2, 1 not between 0 and 2, null between 1 and 2, 1 between null and 0, 'b' between 'a' and 'c', 1 between 0.5 and 1.5
select 1 between 'a' and 'b'
select 1 is null, null is null, 1 is not null, 1 is distinct from null, null is distinct from null, 1 is not distinct from 1, 'a' is distinct from 'b'
select 1 is distinct from 'a'
select true and null, false and null, true or null, not true, not null, true and true or false, 1 = 1 and 2 = 2
select 1 and true
select 'a' or true
select not 'a'
select not 1 = 2, not true and false
select to_utf8('abc'), from_utf8(to_utf8('é')), to_hex(to_utf8('abc')), from_hex('616263'), to_base64(to_utf8('abc')), from_utf8(from_base64('YWJj')), to_hex(md5(to_utf8('a'))), to_hex(sha256(to_utf8('a'))), to_hex(sha1(to_utf8('a'))), crc32(to_utf8('abc')), length(to_utf8('é'))
select url_encode('a b&c/d~é*-_.'), url_decode('a+b%26c'), to_hex(sha512(to_utf8('a')))
select U&'\00e9', U&'a\+01F600', 'it''s', '', '''', 'a"b', '日本'
select 'x' as "a b", 'y' as "A", 'z' "q""r"
select length('日本語'), substr('日本語', 2, 1), reverse('日本'), upper('straße'), lpad('日', 3, '本'), '日' < '本'
select length('😀'), substr('a😀b', 2, 1), reverse('a😀'), strpos('a😀b', 'b')
select typeof(upper('abc')), typeof(substr('abc',1)), typeof('a' || 'b'), typeof(trim('abc')), typeof(replace('a','b')), typeof(lpad('a',2,'b')), typeof(split('a',',')), typeof(coalesce('a','bcd')), typeof(case when true then 'a' else 'bcd' end), typeof(nullif('abc','a')), typeof(chr(65)), typeof(reverse('ab')), typeof(concat('a','b')), typeof(translate('a','b','c'))
select levenshtein_distance(rpad('a', 1000, 'a'), rpad('b', 999, 'b'))
select levenshtein_distance(rpad('a', 2000, 'a'), rpad('b', 2000, 'b'))
select luhn_check('79927398713'), luhn_check('')
select U&'caf\00e9', U&'!0041' uescape '!', U&'\0041\+000042', U&'d!0061t!!' uescape '!'
select U&'\00g1'
select U&'\D83D\DE00'
select U&'x' uescape '+'
select normalize('x', nfd)
select normalize('x', NFX)
select from_base64('a')
select from_base64('YWJjZA=')
select from_base64url('a')
select reverse(X'0102')
select customer || null from processed limit 1
select concat(null, customer) from processed limit 1
select customer[1] from processed
select typeof('a', 1)
select x'61' || x'62', concat(x'61', x'62', x'63')
