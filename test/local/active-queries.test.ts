import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { clientSettings } from 'local-aws/identity';
import { readEnvironment } from '../../local/environment';
import { startLocalPipeline } from '../../local/local-pipeline';

describe('the quota of active queries', () => {
  it('is AWS’s unless it is set', () => {
    expect(readEnvironment({}).ACTIVE_QUERIES).toBeUndefined();
    expect(readEnvironment({ ACTIVE_QUERIES: '5' }).ACTIVE_QUERIES).toBe(5);
  });

  it.each(['0', '-1', 'many', ''])('is refused by name as "%s"', value => {
    expect(() => readEnvironment({ ACTIVE_QUERIES: value })).toThrow(/^ACTIVE_QUERIES: expected a number of queries/);
  });

  it('makes Athena refuse what goes beyond it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quota-'));
    const local = await startLocalPipeline({ directory: join(folder, 'data'), port: 0, activeQueries: 1 });
    const athena = new AthenaClient({ ...clientSettings(local.url), maxAttempts: 1 });
    const ask = () => athena.send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1', WorkGroup: 'orders' }));
    const asked = await Promise.allSettled([ask(), ask(), ask()]);
    const refused = asked.flatMap(each => (each.status === 'rejected' ? [each.reason.name] : []));
    expect(refused).toContain('TooManyRequestsException');
    athena.destroy();
    await local.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
