import { resultOf } from '../../../dashboard/executions/result';
import { drawingOf } from '../../../dashboard/pages/charts';

const line = { kind: 'line', label: 'month', value: 'revenue' } as const;
const donut = { kind: 'donut', label: 'status', value: 'orders' } as const;

describe('a line', () => {
  it('puts dates where they belong in time, and levels at round numbers', () => {
    const drawing = drawingOf(
      resultOf(
        ['month', 'revenue'],
        [
          ['2025-01-01', '100.00'],
          ['2025-01-11', '0.00'],
          ['2025-01-21', '350.00'],
        ],
      ),
      line,
    );
    expect(drawing).toMatchObject({
      kind: 'line',
      summary: 'Revenue from Jan 2025 (100.00) to 2025-01-21 (350.00); the highest is 2025-01-21 (350.00).',
      points: [
        { x: '0%', y: '75%' },
        { x: '50%', y: '100%' },
        { x: '100%', y: '12.5%' },
      ],
      levels: [0, 100, 200, 300, 400].map((level, index) => ({ label: String(level), y: `${100 - 25 * index}%` })),
      line: 'M0 75 L50 100 L100 12.5',
      area: 'M0 75 L50 100 L100 12.5 L100 100 L0 100 Z',
    });
  });

  test.each([
    [
      'names in equal steps',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
      ['0%', '50%', '100%'],
    ],
    [
      'dates out of order in equal steps',
      [
        ['2025-03-01', '1'],
        ['2025-01-01', '2'],
        ['2025-02-01', '3'],
      ],
      ['0%', '50%', '100%'],
    ],
    [
      'rows with a number only',
      [
        ['a', '1'],
        ['b', null],
        ['c', '3'],
      ],
      ['0%', '100%'],
    ],
  ])('has %s', (_what, rows, expected) => {
    const drawing = drawingOf(resultOf(['month', 'revenue'], rows), line);
    expect(drawing?.kind === 'line' && drawing.points.map(({ x }) => x)).toEqual(expected);
  });

  it('of sixty months has few labels, the first and the last among them', () => {
    const months = Array.from({ length: 60 }, (_, index) => [
      `${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`,
      '5',
    ]);
    const drawing = drawingOf(resultOf(['month', 'revenue'], months), line);
    const labels = drawing?.kind === 'line' ? drawing.ticks.filter(({ screen }) => screen === 'narrow').map(({ label }) => label) : [];
    expect([labels.length < 6, labels[0], labels.at(-1)]).toEqual([true, 'Jan 2020', 'Dec 2024']);
  });

  test.each([
    [
      [
        ['a', '0'],
        ['b', '0'],
      ],
    ],
    [
      [
        ['a', '-5.50'],
        ['b', '-1'],
      ],
    ],
  ])('of %j stays within its box', rows => {
    const drawing = drawingOf(resultOf(['month', 'revenue'], rows), line);
    const ys = drawing?.kind === 'line' ? drawing.points.map(({ y }) => Number.parseFloat(y)) : [Number.NaN];
    expect(ys.every(y => y >= 0 && y <= 100)).toBe(true);
  });
});

describe('a ring', () => {
  it('has the largest five and the rest', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((status, index) => [status, String(10 - index)]);
    const drawing = drawingOf(resultOf(['status', 'orders'], rows), donut);
    const slices = drawing?.kind === 'donut' ? drawing.slices.map(({ label, share, shade }) => [label, share, shade]) : [];
    expect(slices).toEqual([
      ['a', '20.4%', 1],
      ['b', '18.4%', 2],
      ['c', '16.3%', 3],
      ['d', '14.3%', 4],
      ['e', '12.2%', 5],
      ['2 others', '18.4%', 0],
    ]);
  });

  test.each([
    [
      'negative numbers',
      [
        ['a', '1'],
        ['b', '-1'],
      ],
    ],
    [
      'nothing but zeros',
      [
        ['a', '0'],
        ['b', '0'],
      ],
    ],
    ['one row', [['a', '1']]],
    [
      'no numbers',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
  ])('is not drawn for %s', (_what, rows) => {
    expect(drawingOf(resultOf(['status', 'orders'], rows), donut)).toBeNull();
  });

  it('is not drawn for a part of a result', () => {
    const whole = resultOf(
      ['status', 'orders'],
      [
        ['a', '1'],
        ['b', '2'],
      ],
    );
    expect([drawingOf(whole, donut)?.kind, drawingOf({ ...whole, cut: true }, donut)]).toEqual(['donut', null]);
  });

  it('is not drawn for columns that are not there', () => {
    expect(
      drawingOf(
        resultOf(
          ['status', 'count'],
          [
            ['a', '1'],
            ['b', '2'],
          ],
        ),
        donut,
      ),
    ).toBeNull();
  });
});
