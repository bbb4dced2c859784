import { TimeLimit } from '../user-defined-functions/time-limit';

describe('a limit of time', () => {
  it('ends what never would, and what comes after it', () => {
    const limit = new TimeLimit(20);
    const exceeded = /^EXCEEDED_TIME_LIMIT: Function regexp_like took more than 20 ms/;
    expect(() => limit.run('regexp_like', () => /(a|aa)+$/u.test(`${'a'.repeat(60)}b`))).toThrow(exceeded);
    expect(() => limit.run('lower', () => {})).toThrow(exceeded);
  });

  it('passes on what fails by itself', () => {
    const failure = new RangeError('own');
    const fail = () => {
      throw failure;
    };
    expect(() => new TimeLimit().run('f', fail)).toThrow(failure);
  });
});
