import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { openWorld } from './history/world';
import { fiveResults } from './orders-from-scratch';
import { HEADER } from './product';

const QUOTA = 5;

/** More queries, each of which counts the orders that one upload brought. */
function addQueries(directory: string, from: number, to: number): void {
  for (let number = from; number <= to; number += 1)
    writeFileSync(
      join(directory, `${number}-more.sql`),
      `-- id: more-${number}\n-- title: More ${number}\n-- row: one\n-- chart: none\nSELECT COUNT(*) AS orders FROM orders\n`,
    );
}

describe('a burst of uploads under a quota of five active queries', () => {
  it.each([
    [4, 5],
    [2, 50],
  ])(
    'is answered whole and of one moment: %i uploads, %i queries each',
    async (uploads, count) => {
      const folder = mkdtempSync(join(tmpdir(), 'bursts-'));
      const queriesDirectory = join(folder, 'queries');
      cpSync(join(__dirname, '../../queries'), queriesDirectory, { recursive: true });
      addQueries(queriesDirectory, 6, count);
      const world = await openWorld(join(folder, 'data'), { queriesDirectory, activeQueries: QUOTA });
      try {
        const body = (index: number) => `${HEADER}O${index},Ann,1.00,paid,2025-02-03\n`;
        await Promise.all(
          Array.from({ length: uploads }, (_, index) =>
            world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: `raw/${index}.csv`, Body: body(index) })),
          ),
        );
        await world.quiet();

        const { stateMachineArn } = world;
        const { executions = [] } = await world.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
        const manifests = await Promise.all(executions.map(({ name = '' }) => world.manifest(name)));
        expect(manifests.map(manifest => [manifest?.outcome, manifest?.queries.length])).toEqual(
          Array.from({ length: uploads }, () => ['Succeeded', count]),
        );
        // What the results of an execution say of how many orders there are.
        for (const manifest of manifests) {
          const { 'order-status': [[, orders = ''] = []] = [], ...others } = await world.results(manifest);
          const counted = Object.entries(others).flatMap(([id, rows]) => (id.startsWith('more-') ? [rows] : []));
          expect(counted).toEqual(Array.from({ length: count - 5 }, () => [[orders]]));
          expect(others['total-sales-by-customer']).toEqual([['Ann', `${orders}.00`]]);
        }
        const day = new Date(await world.now()).toISOString().slice(0, 10);
        expect(await world.results(await world.latest())).toMatchObject(fiveResults(await world.raw(), day));
      } finally {
        await world.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
    300_000,
  );
});
