select regexp_like('abc', 'b'), regexp_like('abc', '^b'), regexp_like('abc', '^abc$'), regexp_like('ABC', '(?i)abc'), regexp_like('a1', '\d'), regexp_like('', ''), regexp_like('abc', 'a.c'), regexp_like('a.c', 'a\.c'), regexp_like(null, 'a')
select regexp_like('abc', '[')
select regexp_like('abc', '(')
select regexp_like('abc', '*a')
select regexp_extract('order 123 and 456', '\d+'), regexp_extract('order 123', '(\w+) (\d+)', 2), regexp_extract('abc', 'x'), regexp_extract('abc', '(x)?abc', 1), regexp_extract('abc', 'b', 0), regexp_extract('', '')
select regexp_extract('abc', 'a', 1)
select regexp_extract('abc', '(a)', -1)
select regexp_extract_all('1a 2b 3c', '\d+'), regexp_extract_all('1a 2b 3c', '(\d+)([a-z])', 2), regexp_extract_all('abc', 'x'), regexp_extract_all('a1b', '(\d)?', 1)
select regexp_replace('1a 2b', '\d'), regexp_replace('1a 2b', '(\d)([a-z])', '$2$1'), regexp_replace('abc', 'b', '\$'), regexp_replace('abc', '(?<x>b)', '[${x}]'), regexp_replace('abc', 'x', 'y'), regexp_replace('abc', '', '-'), regexp_replace('aaa', 'a', 'b'), regexp_replace('a.b', '\.', '-')
select regexp_replace('abc', 'b', '$5')
select regexp_replace('abc', 'b', '$')
select regexp_split('1a 2b 14m', '\s*[a-z]+\s*'), regexp_split('a,b,,c', ','), regexp_split('abc', ''), regexp_split('abc', 'x'), regexp_split('', ',')
select regexp_count('1a 2b 14m', '\d'), regexp_count('aaa', 'aa'), regexp_count('abc', ''), regexp_count('', ''), regexp_position('1a 2b', '\d'), regexp_position('1a 2b', '\d', 2), regexp_position('1a 2b 3c', '\d', 1, 3), regexp_position('abc', 'x'), regexp_position('añb', 'b')
select regexp_like('é', '\w'), regexp_like('é', '[a-z]'), regexp_like('٣', '\d'), regexp_like(chr(160), '\s'), regexp_like('é', '^.$'), regexp_like('😀', '^.$'), regexp_like('É', '(?i)é'), regexp_like('a' || chr(10) || 'b', 'a.b'), regexp_like('a' || chr(13) || 'b', 'a.b'), regexp_like('a' || chr(10), 'a$'), regexp_like('a' || chr(10) || 'b', '(?m)^b$'), regexp_like('a' || chr(10) || 'b', '(?s)a.b')
select regexp_like('foobar', 'foo(?=bar)'), regexp_like('foobar', 'foo(?!bar)'), regexp_like('foobar', '(?<=foo)bar'), regexp_like('abab', '(ab)\1'), regexp_extract('aaa', 'a+?'), regexp_extract('<a><b>', '<.*>'), regexp_extract('<a><b>', '<.*?>')
select regexp_like('a-b', '[\w-]+'), regexp_like('a]b', '[]]'), regexp_like('tab	x', '\t'), regexp_like('x', '\x78'), regexp_like('a{b', 'a\{b'), regexp_like('ab', 'a{1}b'), regexp_like('aab', '^a{2,}b'), regexp_like('_', '\p{Punct}'), regexp_like('A', '\p{Lu}'), regexp_like('A', '\p{Upper}')
select regexp_like('/a', '\/a'), regexp_like('a@b', 'a\@b'), regexp_like('a#b', 'a\#b'), regexp_like('a b', 'a\ b'), regexp_like('a"b', 'a\"b'), regexp_like('a%b', 'a\%b'), regexp_like('a,b', '[\,]'), regexp_like('a-b', 'a\-b'), regexp_like('a}b', 'a}b'), regexp_like('a:b', 'a\:b')
select regexp_like('foo bar', '\bbar\b'), regexp_like('été', '\bt'), regexp_replace('John Smith', '(\w+) (\w+)', '$2, $1'), regexp_extract('2025-02-10', '^(\d{4})-(\d{2})-(\d{2})$', 2), regexp_like('O0001', '^O\d{4}$'), regexp_replace('a  b   c', '\s+', ' ')
select count(*) from processed where regexp_like(orderid, '^O00[0-4]\d$')
select regexp_extract(orderdate, '(\d+)-(\d+)', 2) m, count(*) from processed group by 1 order by 1
select regexp_replace(customer, '[aeiou]', '_') from processed group by 1 order by 1
select customer from processed where regexp_like(customer, '^(A|B)') group by 1 order by 1
select regexp_like(amount, 5) from processed
select regexp_replace('hello', '(l)(l)', '$1-$2'), regexp_replace('abc', '(.)', '$1$1'), regexp_replace('abc', 'B'), regexp_replace('abc', '(?i)B'), regexp_replace('x', '^', 'y')
