import { followInTurn } from '../../../commands/following/in-turn';

describe('following executions in turn', () => {
  it('tells one after the other, and says which of them had to wait', async () => {
    const told: string[] = [];
    const followed = followInTurn(
      async (arn, waited) => {
        told.push(`${arn} begins${waited ? ', late' : ''}`);
        await Promise.resolve();
        told.push(`${arn} ends`);
      },
      error => told.push(String(error)),
    );
    followed.add('a');
    followed.add('b');
    const last = followed.next();
    followed.add('c');
    await last;
    const afterwards = followed.next();
    followed.add('d');
    await afterwards;
    expect(told).toEqual(['a begins', 'a ends', 'b begins, late', 'b ends', 'c begins, late', 'c ends', 'd begins', 'd ends']);
  });

  it('goes on after one that cannot be told', async () => {
    const problems: unknown[] = [];
    const followed = followInTurn(
      async arn => {
        if (arn === 'a') throw new Error('no such execution');
      },
      problem => problems.push(problem),
    );
    followed.add('a');
    const next = followed.next();
    followed.add('b');
    await next;
    expect(problems).toEqual([new Error('no such execution')]);
  });
});
