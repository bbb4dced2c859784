import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { stateMachineArn } from 'local-aws/identity';
import type { Started } from '../product/values/started';

/** What someone sends who wishes the pipeline no good, and the name of what comes of it: a row of the table in docs/errors.md. */
export interface Hostile {
  readonly input: string;
  readonly outcome: string;
  /** Sends it; the outcome: a status, and the error's name where the answer has one. */
  readonly send: (to: Started) => Promise<string>;
}

const BUCKET = 'orders-pipeline-local';
const MACHINE = stateMachineArn('orders-pipeline');
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const ROWS: readonly (readonly [input: string, outcome: string, send: Hostile['send']])[] = [
  [
    'a path out of a bucket, encoded twice',
    '404 NoSuchKey',
    ({ endpoint }) => bare(endpoint, { path: `/${BUCKET}/%252e%252e%252fsecret` }),
  ],
  ['an absolute path as a key', '404 NoSuchKey', ({ endpoint }) => bare(endpoint, { path: `/${BUCKET}//etc/passwd` })],
  ['a path out of the folder of assets', '404', ({ dashboard }) => bare(dashboard, { path: '/assets/..%2f..%2fpackage.json' })],
  ['a key of 1,025 bytes', '400 KeyTooLongError', ({ endpoint }) => http('PUT', `${endpoint}/${BUCKET}/${'k'.repeat(1025)}`, 'x')],
  ['a `Host` of another site, at the endpoint', '403', ({ endpoint }) => bare(endpoint, { headers: { Host: 'evil.example' } })],
  ['a `Host` of another site, at the dashboard', '403', ({ dashboard }) => bare(dashboard, { headers: { Host: 'evil.example' } })],
  [
    'an `Origin` of another site, at the endpoint',
    '403',
    ({ endpoint }) => bare(endpoint, { headers: { Origin: 'https://evil.example' } }),
  ],
  [
    'a form of another site, at the dashboard',
    '403',
    ({ dashboard }) => bare(dashboard, { method: 'POST', path: '/actions/refresh', headers: { Origin: 'https://evil.example' } }),
  ],
  ['a length beside chunks, at the endpoint', '400', ({ endpoint }) => smuggled(endpoint)],
  ['a length beside chunks, at the dashboard', '400', ({ dashboard }) => smuggled(dashboard)],
  ['a head of 40 KB', '431', ({ endpoint }) => bare(endpoint, { headers: { 'X-Long': 'x'.repeat(40_000) } })],
  [
    'a form of 100 KB',
    '413',
    ({ dashboard }) => http('POST', `${dashboard}/actions/run`, new URLSearchParams({ key: 'x'.repeat(100_000) })),
  ],
  ['an operation called `constructor`', '400 UnknownOperationException', calling('AWSStepFunctions.constructor')],
  ['a target called `__proto__`', '501 UnknownOperationException', calling('__proto__')],
  ['a target called `toString`', '501 UnknownOperationException', calling('toString')],
  ['JSON nested 50,000 deep', '400 SerializationException', calling('AWSGlue.GetTables', deep(50_000))],
  ['JSON of 5 MiB', '413 RequestEntityTooLargeException', calling('AWSGlue.GetTables', `"${'x'.repeat(5 * 1024 * 1024)}"`)],
  [
    'a body of gzip that unpacks to 50 MB',
    '400 SerializationException',
    calling('AWSGlue.GetTables', new Uint8Array(gzipSync(Buffer.alloc(50_000_000)))),
  ],
  ['an input nested 50,000 deep', '400 InvalidExecutionInput', starting(`{"refresh":${deep(50_000)}}`)],
  ['an input of 300 KB', '400 ValidationException', starting(JSON.stringify({ refresh: 'x'.repeat(300_000) }))],
  ['an expression of 50,000 parentheses', '400 InvalidDefinition', defining(`${'('.repeat(50_000)}1${')'.repeat(50_000)}`)],
  ['an expression that calls `$eval`', 'States.QueryEvaluationError', running('$eval("1")')],
  ['an expression of JSONata that never ends', 'States.QueryEvaluationError', running('($f := function($x) { $f($x + 1) }; $f(1))')],
  [
    'an expression with a regular expression that never ends',
    'States.QueryEvaluationError',
    running(`$match("${'a'.repeat(60)}!", /(a+)+$/)`),
  ],
  ['an expression that looks for the file system', 'States.QueryEvaluationError', running('$readFileSync("/etc/passwd")')],
  ['a deletion of 1,001 keys', '400 MalformedXML', deleting(1_001)],
  ['a deletion of 60,000 keys', '400 MalformedXML', deleting(60_000)],
  ['an upload completed of 10,001 parts', '400 MalformedXML', completing(10_001)],
  ['an upload completed of 10,000 parts that are not there', '400 InvalidPart', completing(10_000)],
  ['SQL of more than 262,144 bytes', '400 InvalidRequestException', asking(`SELECT '${'x'.repeat(262_200)}'`)],
  ['SQL with 100,000 parentheses', '400 InvalidRequestException', asking(`SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`)],
  ['SQL with a list of 120,000', '400 InvalidRequestException', asking(`SELECT 1 WHERE 1 IN (${'1,'.repeat(120_000)}1)`)],
  ['SQL with 26,000 conditions', '400 InvalidRequestException', asking(`SELECT 1 WHERE ${'1 = 1 AND '.repeat(26_000)}true`)],
  ['SQL that names a file', '400 InvalidRequestException', asking(`SELECT * FROM '/etc/passwd'`)],
  ['SQL that calls a reader of files', 'FAILED NOT_SUPPORTED', asking(`SELECT * FROM TABLE(read_csv('/etc/passwd'))`)],
  ['SQL that writes a file', '400 InvalidRequestException', asking(`COPY (SELECT 1) TO '/tmp/x'`)],
  ['SQL with a regular expression that never ends', 'FAILED NOT_SUPPORTED', asking(`SELECT regexp_like('${'a'.repeat(60)}!', '(a+)+$')`)],
];

export const CORPUS: readonly Hostile[] = ROWS.map(([input, outcome, send]) => ({ input, outcome, send }));

interface Bare {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** `fetch` tidies paths and headers up before it sends them. */
function bare(to: string, { path = '/', method = 'GET', headers = {} }: Bare): Promise<string> {
  const { hostname, port } = new URL(to);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, response => {
      let text = '';
      response.on('data', chunk => (text += chunk));
      response.on('end', () => resolve(named(response.statusCode ?? 0, text)));
    });
    sent.on('error', reject);
    sent.end();
  });
}

async function http(
  method: string,
  url: string,
  body: string | URLSearchParams | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(url, { method, body, headers });
  return named(response.status, await response.text());
}

/** The status, and the error's name as the services write it. */
function named(status: number, text: string): string {
  const name = /<Code>(\w+)<|"__type":"(\w+)"/.exec(text);
  return [status, name?.[1] ?? name?.[2]].filter(Boolean).join(' ');
}

function smuggled(to: string): Promise<string> {
  const { port } = new URL(to);
  const head = `POST /actions/refresh HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${head}0\r\n\r\nGET / HTTP/1.1\r\n\r\n`));
    let text = '';
    socket.on('data', chunk => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve([...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status).join(' ')));
  });
}

function calling(target: string, body: string | Uint8Array<ArrayBuffer> = '{}') {
  return ({ endpoint }: Started) => http('POST', endpoint, body, { 'X-Amz-Target': target });
}

function starting(input: string) {
  return calling('AWSStepFunctions.StartExecution', JSON.stringify({ stateMachineArn: MACHINE, input }));
}

function definitionOf(expression: string): string {
  const states = { Only: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } };
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Only', States: states });
}

function machineOf(expression: string) {
  const name = createHash('sha256').update(expression).digest('hex').slice(0, 20);
  return { name, roleArn: 'arn:aws:iam::000000000000:role/any', definition: definitionOf(expression) };
}

function defining(expression: string) {
  return calling('AWSStepFunctions.CreateStateMachine', JSON.stringify(machineOf(expression)));
}

/** The error of an execution that evaluates the expression. */
function running(expression: string) {
  return async ({ call }: Started): Promise<string> => {
    const { stateMachineArn: machine } = await call('AWSStepFunctions.CreateStateMachine', machineOf(expression));
    const { executionArn } = await call('AWSStepFunctions.StartExecution', { stateMachineArn: machine });
    for (;;) {
      const { status, error } = await call('AWSStepFunctions.DescribeExecution', { executionArn });
      if (status !== 'RUNNING') return String(error);
    }
  };
}

function deleting(count: number) {
  const body = `<Delete>${Array.from({ length: count }, (_, index) => `<Object><Key>no/${index}</Key></Object>`).join('')}</Delete>`;
  const headers = { 'Content-MD5': createHash('md5').update(body).digest('base64') };
  return ({ endpoint }: Started) => http('POST', `${endpoint}/${BUCKET}?delete`, body, headers);
}

function completing(count: number) {
  return async ({ endpoint }: Started): Promise<string> => {
    const address = `${endpoint}/${BUCKET}/no/parts`;
    const begun = await (await fetch(`${address}?uploads`, { method: 'POST' })).text();
    const id = /<UploadId>(.*?)</.exec(begun)?.[1];
    const part = (_: unknown, index: number) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>"${'0'.repeat(32)}"</ETag></Part>`;
    const body = `<CompleteMultipartUpload>${Array.from({ length: count }, part).join('')}</CompleteMultipartUpload>`;
    return http('POST', `${address}?uploadId=${id}`, body);
  };
}

/** The error of the request, else how the query ended and the name of its error. */
function asking(QueryString: string) {
  return async ({ endpoint, call }: Started): Promise<string> => {
    const input = { QueryString, WorkGroup: 'orders', QueryExecutionContext: { Database: 'orders_db' } };
    const headers = { 'X-Amz-Target': 'AmazonAthena.StartQueryExecution' };
    const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
    const started = await response.json();
    if (!response.ok) return named(response.status, JSON.stringify(started));
    for (;;) {
      const said = JSON.stringify(await call('AmazonAthena.GetQueryExecution', started));
      const [, state = ''] = /"State":"(\w+)"/.exec(said) ?? [];
      const reason = /"StateChangeReason":"([A-Z_]+):/.exec(said)?.[1];
      if (state !== 'QUEUED' && state !== 'RUNNING') return [state, reason].filter(Boolean).join(' ');
    }
  };
}
