import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Started, start } from '../product/values/started';
import { CORPUS } from './corpus';

let folder: string;
let started: Started;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  started = await start(folder);
});

afterAll(async () => {
  await started?.end();
  rmSync(folder, { recursive: true, force: true });
});

it.each(CORPUS.map(({ input, outcome, send }) => [input, outcome, send] as const))('%s: %s', async (_, outcome, send) => {
  expect(await send(started)).toBe(outcome);
  expect((await fetch(`${started.dashboard}/healthz`)).status).toBe(200);
});

it('is the table in docs/errors.md', () => {
  const docs = readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8');
  const [, section = ''] = docs.split('\n## Hostile requests\n');
  const rows = section.split('\n').filter(line => /^\| (?!input|---)/.test(line));
  expect(rows).toEqual(CORPUS.map(({ input, outcome }) => `| ${input} | ${outcome} |`));
});
