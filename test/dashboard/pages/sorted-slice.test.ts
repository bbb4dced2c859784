import { sortedSlice } from '../../../dashboard/pages/sorted-slice';

interface Item {
  readonly value: number;
  readonly place: number;
}

const COUNT = 20_000;
const byValue = (a: Item, b: Item) => a.value - b.value;
const itemsOf = (valueAt: (place: number) => number): readonly Item[] =>
  Array.from({ length: COUNT }, (_, place) => ({ value: valueAt(place), place }));

describe('a slice of what would be sorted', () => {
  describe.each<[string, (place: number) => number]>([
    ['scattered', place => (place * 7919) % COUNT],
    ['in order', place => place],
    ['the other way round', place => -place],
    ['all equal', () => 1],
    ['of four values', place => place % 4],
    ['mostly one value', place => (place % 100 === 0 ? place : 5)],
    ['where the sample sees nothing but one value', place => (place % 100 === 0 ? 0 : place)],
  ])('of items %s', (_, valueAt) => {
    const items = itemsOf(valueAt);
    const sorted = items.toSorted(byValue);
    it.each([
      [0, 50],
      [9_950, 10_000],
      [19_990, 20_040],
      [0, COUNT],
      [30_000, 30_050],
    ])('is the one from %i to %i', (start, end) => {
      expect(sortedSlice(items, byValue, start, end)).toEqual(sorted.slice(start, end));
    });
  });

  it('compares no more than a few times as often as there are items', () => {
    let compared = 0;
    const counting = (a: Item, b: Item) => {
      compared += 1;
      return byValue(a, b);
    };
    sortedSlice(
      itemsOf(place => (place * 7919) % COUNT),
      counting,
      9_950,
      10_000,
    );
    expect(compared / COUNT).toBeLessThan(8);
  });
});
