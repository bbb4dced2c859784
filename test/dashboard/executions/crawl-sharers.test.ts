import { crawlSharersOf } from '../../../dashboard/executions/crawl-sharers';
import type { Execution } from '../../../dashboard/executions/execution';
import { parseManifest } from '../../../dashboard/executions/manifest';

const run = (name: string, crawl: object | null): Execution => {
  const at = new Date(0);
  const manifest = parseManifest(JSON.stringify({ version: 1, outcome: 'Succeeded', crawl })) ?? null;
  return { name, status: 'SUCCEEDED', startedAt: at, stoppedAt: at, manifest, uploadKey: null, error: null };
};
const crawl = (startedAt: string, startedHere: boolean) => ({ status: 'SUCCEEDED', startedAt, looks: 2, startedHere });

it('counts the executions that waited for the same crawl', () => {
  const [a, b, c, none] = [
    run('a', crawl('2026-11-22T19:00:01Z', true)),
    run('b', crawl('2026-11-22T19:00:01Z', false)),
    run('c', crawl('2026-11-22T19:01:01Z', true)),
    run('d', null),
  ];
  const all = [a, b, c, none];
  expect(all.map(each => crawlSharersOf(each, all))).toEqual([2, 2, 1, 1]);
});

it('knows that a crawl which another execution started has two at least', () => {
  expect(crawlSharersOf(run('a', crawl('2026-11-22T19:00:01Z', false)), [])).toBe(2);
});
