import { effectOf } from '../../../commands/development/changes';

describe('a change of a file', () => {
  it.each([
    ['dashboard/views/pages/answers.ejs', 'pages'],
    ['dashboard/views/layout.ejs', 'pages'],
    ['dashboard/public/base.css', 'pages'],
    ['dashboard/public/refresh.js', 'pages'],
    ['dashboard/pages/format.ts', 'restart'],
    ['pipeline/names.ts', 'restart'],
    ['statemachine/orders-pipeline.asl.yaml', 'restart'],
    ['statemachine/orders-pipeline.asl.json', 'restart'],
    ['packages/local-aws/s3/s3.ts', 'restart'],
    ['packages\\local-aws\\s3\\s3.ts', 'restart'],
    ['packages/local-aws/lambda/sandbox.cjs', 'restart'],
    ['queries/load.ts', 'restart'],
    ['queries/01-total-sales-by-customer.sql', undefined],
    ['packages/local-aws/test/s3/s3.test.ts', undefined],
    ['dashboard/views/.answers.ejs.swp', undefined],
    ['dashboard/views/answers.ejs~', undefined],
    ['pipeline/README.md', undefined],
  ])('of %s asks for %s', (path, effect) => {
    expect(effectOf(path)).toBe(effect);
  });
});
