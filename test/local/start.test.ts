import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, stateMachineArn } from 'local-aws/identity';
import { Started } from './started';

async function executions(endpoint: string) {
  const sfn = new SFNClient(clientSettings(endpoint));
  const { executions: found = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: stateMachineArn('orders-pipeline') }));
  sfn.destroy();
  return found.map(({ status }) => status);
}

describe('npm start', () => {
  let folder: string;
  const running: Started[] = [];
  const start = (variables?: Readonly<Record<string, string>>) => {
    const started = new Started(folder, variables);
    running.push(started);
    return started;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'start-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.kill('SIGKILL')));
    rmSync(folder, { recursive: true });
  });

  it('runs the sample, prints the five results and the addresses, and stops on Ctrl-C', async () => {
    const started = start();
    const endpoint = await started.says(/AWS endpoint +(\S+)/);
    const dashboard = await started.says(/Dashboard +(\S+)/);
    expect(started.output).toMatch(
      /→ FilterOrders\n(.*\n)*.*read, .* kept, .* dropped, .* quarantined\n(.*\n)*.*Total sales by customer\n(.*\n)*.*The ten largest orders/,
    );
    expect(started.output).not.toMatch(/[^\P{Cc}\n]/u);
    expect((await fetch(`${dashboard}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${dashboard}/uploads`)).text()).toContain('raw/orders.csv');
    expect(await executions(endpoint)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await started.kill('SIGINT')).toBe(0);

    const again = start();
    expect(await executions(await again.says(/AWS endpoint +(\S+)/))).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('has every finished thing after kill -9, starts again what was cut off, and shows nothing half-written', async () => {
    const started = start();
    await started.says(/→ WaitForCrawl/);
    await started.kill('SIGKILL');

    const again = start();
    const endpoint = await again.says(/AWS endpoint +(\S+)/);
    expect(await executions(endpoint)).toEqual(expect.arrayContaining(['FAILED']));
    expect((await executions(endpoint)).length).toBeGreaterThan(1);
    expect(readdirSync(folder, { recursive: true }).filter(file => String(file).endsWith('.tmp'))).toEqual([]);
  });

  it('says which port is taken and how to change it, in one line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const started = start({ LOCAL_AWS_PORT: String(port) });
    expect(await started.ended).toBe(1);
    expect(started.output).toMatch(new RegExp(`^port ${port} is taken.*LOCAL_AWS_PORT.*\\n$`));
    const beside = start({ PORT: String(port), SAMPLE: 'none' });
    expect(await beside.ended).toBe(1);
    expect(beside.output).toMatch(new RegExp(`^port ${port} is taken.*PORT.*\\n$`));
    other.close();
  });

  it('refuses a data folder that another process owns, in one line', async () => {
    const first = start({ SAMPLE: 'none' });
    await first.says(/AWS endpoint/);
    const second = start({ SAMPLE: 'none' });
    expect(await second.ended).toBe(1);
    expect(second.output).toMatch(/^The data folder .* belongs to the running process \d+; .*LOCAL_AWS_DIR\n$/);
  });

  it.each([
    ['PORT', 'http', /^PORT: expected a port number, got "http"\n$/],
    ['LOCAL_AWS_PORT', '70000', /^LOCAL_AWS_PORT: expected a port from 0 to 65535, got "70000"\n$/],
    [
      'LOCAL_AWS_DIR',
      '/etc/passwd',
      /^\/etc\/passwd cannot be written: EEXIST: .*'\/etc\/passwd'; choose another data folder with LOCAL_AWS_DIR\n$/,
    ],
    ['TOGETHER', '901', /^TOGETHER: expected whole seconds, up to 900, got "901"\n$/],
    ['CRAWL', 'never', /^CRAWL: expected "always" or "when needed", got "never"\n$/],
    [
      'SAMPLE',
      'nowhere.csv',
      /\nSAMPLE: expected a file to upload, got nowhere\.csv, which is not there; SAMPLE=none starts without one\n$/,
    ],
  ])('refuses %s=%s by name', async (variable, value, message) => {
    const started = start({ [variable]: value });
    expect(await started.ended).toBe(1);
    expect(started.output).toMatch(message);
  });
});
