import { parseStatement } from '../syntax/parse-statement';

describe('the parser', () => {
  const nested = (depth: number, inner: (rest: string) => string): string => (depth === 0 ? 'SELECT 1' : inner(nested(depth - 1, inner)));

  it.each([
    ['joins in parentheses', nested(40, rest => `SELECT * FROM ((${rest}) a JOIN (SELECT 1) b ON true)`)],
    ['groups', nested(40, rest => `SELECT 1 GROUP BY (1 + (${rest})) + 1`)],
  ])('gives up soon where each of many %s may be read in two ways', (_name, sql) => {
    expect(() => parseStatement(sql)).toThrow(/^NOT_SUPPORTED: .* nested as deeply/);
  });

  it('takes as many parentheses as anyone writes', () => {
    expect(parseStatement(nested(8, rest => `SELECT * FROM ((${rest}) a JOIN (SELECT 1) b ON true)`)).kind).toBe('query');
    expect(parseStatement(`SELECT ${'('.repeat(200)}1${')'.repeat(200)}`).kind).toBe('query');
  });

  it('stops at a comment without an end', () => {
    expect(() => parseStatement(`SELECT 1 ${'/* '.repeat(80_000)}`)).toThrow(/^SYNTAX_ERROR: line 1:10: /);
  });
});

describe('a statement larger than what is parsed at once', () => {
  it.each([
    ['parentheses', `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
    ['open parentheses', `SELECT ${'('.repeat(250_000)}`],
    ['subqueries', `SELECT ${'(SELECT '.repeat(30_000)}`],
    ['parentheses around a table', `SELECT 1 FROM ${'('.repeat(100_000)}a`],
    ['calls', `SELECT ${'f('.repeat(100_000)}`],
    ['types', `SELECT CAST(1 AS ${'array('.repeat(40_000)}`],
    ['cases', `SELECT ${'CASE WHEN '.repeat(20_000)}`],
    ['signs', `SELECT ${'NOT '.repeat(60_000)}a`],
    ['sums', `SELECT ${'1 + '.repeat(60_000)}1`],
  ])('is refused: %s', (_name, sql) => {
    expect(() => parseStatement(sql)).toThrow(/^SYNTAX_ERROR: .*statement is too large \(stack overflow while parsing\)/);
  });

  it('is not one with 150 parentheses', () => {
    expect(parseStatement(`SELECT ${'('.repeat(150)}1${')'.repeat(150)}`).kind).toBe('query');
  });
});
