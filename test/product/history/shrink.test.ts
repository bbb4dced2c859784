import { shrink } from './shrink';

const numbers = Array.from({ length: 60 }, (_, index) => index);

describe('shrinking', () => {
  it.each([[[17]], [[3, 58]], [[0, 1, 59]], [[10, 11, 12, 13]]])('leaves what a failure needs: %j', async needed => {
    expect(await shrink(numbers, async left => needed.every(number => left.includes(number)))).toEqual(needed);
  });

  it('leaves all where nothing less fails', async () => {
    expect(await shrink(numbers.slice(0, 5), async () => false)).toEqual([0, 1, 2, 3, 4]);
  });

  it('leaves one where anything fails', async () => {
    expect(await shrink(numbers, async () => true)).toHaveLength(1);
  });

  it('asks no more often than it may', async () => {
    let asked = 0;
    const fails = async (left: readonly number[]) => {
      asked += 1;
      return left.includes(3) && left.includes(40);
    };
    await shrink(numbers, fails, { most: 10 });
    expect(asked).toBe(10);
  });
});
