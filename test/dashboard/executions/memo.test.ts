import { createMemo } from '../../../dashboard/executions/memo';

describe('a memo', () => {
  function counted(fails: readonly number[] = []) {
    let loads = 0;
    return async () => {
      loads += 1;
      if (fails.includes(loads)) throw new Error(`load ${loads}`);
      return loads;
    };
  }

  it('gives viewers who ask at once one load', async () => {
    const memo = createMemo<number>({ entries: 2 });
    const load = counted();
    expect(await Promise.all([memo('a', load), memo('a', load), memo('a', load)])).toEqual([1, 1, 1]);
  });

  it('loads anew when its time is over', async () => {
    let time = 0;
    const memo = createMemo<number>({ holds: 100, entries: 2, now: () => time });
    const load = counted();
    const answers = [];
    for (time of [0, 99, 100, 150]) answers.push(await memo('a', load));
    expect(answers).toEqual([1, 1, 2, 2]);
  });

  it('hides nothing newer while a clock that was set back catches up', async () => {
    let time = 0;
    const memo = createMemo<number>({ holds: 100, entries: 2, now: () => time });
    const load = counted();
    const answers = [];
    for (time of [3_600_000, 3_600_050, 0, 50, 150]) answers.push(await memo('a', load));
    expect(answers).toEqual([1, 1, 2, 2, 3]);
  });

  it('forgets first what was not asked for the longest', async () => {
    const memo = createMemo<number>({ entries: 2 });
    const load = counted();
    const answers = [];
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) answers.push(await memo(key, load));
    expect(answers).toEqual([1, 2, 1, 3, 1, 4]);
  });

  it('gives the previous value while new loads fail, however old it is, and tries again each time', async () => {
    let time = 0;
    const memo = createMemo<number>({ holds: 10, entries: 2, now: () => time });
    const load = counted([2, 3]);
    const answers = [];
    for (time of [0, 10, 1e9, 1e9, 1e9]) {
      answers.push(await memo('a', load));
      await new Promise(setImmediate);
    }
    expect(answers).toEqual([1, 1, 1, 1, 4]);
  });

  it('gives the previous value to who comes while a load takes its time, and the new one afterwards', async () => {
    let time = 0;
    const memo = createMemo<number>({ holds: 10, entries: 2, patience: 1, now: () => time });
    let arrive = (_value: number) => {};
    await memo('a', async () => 1);
    time = 10;
    const slow = () => new Promise<number>(resolve => (arrive = resolve));
    expect([await memo('a', slow), await memo('a', slow)]).toEqual([1, 1]);
    arrive(2);
    await new Promise(setImmediate);
    expect(await memo('a', slow)).toBe(2);
  });

  it('holds a value for as long as it says', async () => {
    let time = 0;
    const memo = createMemo<number>({ holds: value => (value === 1 ? 10 : Number.POSITIVE_INFINITY), entries: 2, now: () => time });
    const load = counted();
    const answers = [];
    for (time of [0, 9, 10, 1e9]) answers.push(await memo('a', load));
    expect(answers).toEqual([1, 1, 2, 2]);
  });

  it('forgets by weight too, but never the newest', async () => {
    const memo = createMemo<string>({ entries: 10, weigh: value => value.length, capacity: 5 });
    const loaded: string[] = [];
    const ask = (key: string) =>
      memo(key, async () => {
        loaded.push(key);
        return key;
      });
    for (const key of ['aa', 'bb', 'c', 'aa', 'dd', 'bb', 'far too long', 'far too long']) await ask(key);
    expect(loaded).toEqual(['aa', 'bb', 'c', 'dd', 'bb', 'far too long']);
  });

  it('does not remember a failure', async () => {
    const memo = createMemo<number>({ entries: 2 });
    const load = counted([1]);
    await expect(memo('a', load)).rejects.toThrow('load 1');
    expect(await memo('a', load)).toBe(2);
  });
});
