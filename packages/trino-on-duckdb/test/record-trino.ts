import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Asks a real Trino every statement of `probes/*.sql` and writes down what it answered: `npm run record:trino -- http://127.0.0.1:8080`.
 * Trino needs a table `awsdatacatalog.orders_db.processed` of five varchar columns over `probes/orders.csv`.
 */
export interface Probe {
  readonly sql: string;
  readonly columns?: readonly (readonly [name: string, type: string])[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly error?: { readonly name: string; readonly message: string };
}

export const PROBES = join(__dirname, 'probes');

/** One statement a line; empty lines and comments are skipped. */
export function statements(): string[] {
  const files = readdirSync(PROBES).filter(name => name.endsWith('.sql'));
  return files.sort().flatMap(name =>
    readFileSync(join(PROBES, name), 'utf8')
      .split('\n')
      .filter(line => line.trim() !== '' && !line.startsWith('--')),
  );
}

interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly errorName: string; readonly message: string };
}

export async function ask(url: string, sql: string): Promise<Probe> {
  const headers = {
    'X-Trino-User': 'orders',
    'X-Trino-Catalog': 'awsdatacatalog',
    'X-Trino-Schema': 'orders_db',
    'X-Trino-Time-Zone': 'UTC',
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
  };
  // Numbers that JSON or JavaScript cannot hold are kept as text.
  const read = async (response: Response): Promise<Page> =>
    JSON.parse((await response.text()).replaceAll(/(?<=[[,:])(?:-?\d{16,}|-0\.0)(?=[,\]}])/g, '"$&"'));
  let page = await read(await fetch(`${url}/v1/statement`, { method: 'POST', body: sql, headers }));
  let columns: Page['columns'];
  const rows: (readonly unknown[])[] = [];
  for (;;) {
    if (page.error) return { sql, error: { name: page.error.errorName, message: page.error.message } };
    columns = page.columns ?? columns;
    rows.push(...(page.data ?? []));
    if (!page.nextUri) return { sql, columns: (columns ?? []).map(column => [column.name, column.type] as const), rows };
    page = await read(await fetch(page.nextUri, { headers }));
  }
}

async function main(url: string): Promise<void> {
  const probes: Probe[] = [];
  for (const sql of statements()) probes.push(await ask(url, sql));
  writeFileSync(join(PROBES, 'probes.json'), `[\n${probes.map(probe => JSON.stringify(probe)).join(',\n')}\n]\n`);
  console.log(`recorded ${probes.length} statements, ${probes.filter(probe => probe.error).length} of them refused by Trino`);
}

if (require.main === module) {
  const [url] = process.argv.slice(2);
  if (!url) throw new Error('usage: npm run record:trino -- URL');
  main(url);
}
