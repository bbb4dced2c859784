import fc from 'fast-check';
import { matchesWildcard, parseWildcard } from '../../eventbridge/wildcard';

const matches = (pattern: string, text: string) => matchesWildcard(parseWildcard(pattern), text);

describe('a wildcard', () => {
  test.each([
    ['raw/*.csv', 'raw/orders.csv', true],
    ['raw/*.csv', 'raw/a/b c.csv', true],
    ['raw/*.csv', 'raw/.csv', true],
    ['raw/*.csv', 'raw/csv', false],
    ['raw/*.csv', 'processed/raw/a.csv', false],
    ['raw/*.csv', 'raw/a.CSV', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*', '', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b*', 'ba', false],
    ['*ab*ab', 'ab', false],
    ['\\**', '*x', true],
    ['\\**', 'x', false],
    ['a\\\\b', 'a\\b', true],
    ['plain', 'plain', true],
    ['plain', 'plain!', false],
    ['日本*.csv', '日本語.csv', true],
  ])('%s on %s gives %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));

  test.each([
    ['a**b', 'Consecutive wildcard characters at pos 1'],
    ['a\\b', 'Invalid escape character at pos 1'],
    ['a\\', 'Invalid escape character at pos 1'],
  ])('%s is refused', (pattern, message) => expect(() => parseWildcard(pattern)).toThrow(message));

  it('matches what the regular expression of the same meaning matches', () => {
    const letter = fc.constantFrom('a', 'b', '*', '\\', '.', '\n');
    const part = fc.array(letter, { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.array(letter, { maxLength: 12 }), (parts, letters) => {
        const solid = parts.filter((p, index) => p.length > 0 || index === 0 || index === parts.length - 1).map(p => p.join(''));
        const pattern = solid
          .map(text => text.replaceAll(/[*\\]/g, '\\$&'))
          .join('*')
          .replaceAll(/(?<!\\)\*\*/g, '*');
        if (/(?<!\\)(\\\\)*\*\*/.test(pattern)) return;
        const expected = new RegExp(`^${solid.map(text => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*')}$`);
        expect(matches(pattern, letters.join(''))).toBe(expected.test(letters.join('')));
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no longer for a pattern that makes a regular expression backtrack', () => {
    expect(matches(`${'*a'.repeat(50)}b`, 'a'.repeat(100_000))).toBe(false);
  });
});
