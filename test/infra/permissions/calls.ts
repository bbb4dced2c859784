import type { IncomingMessage } from 'node:http';
import type { Service } from 'local-aws/endpoint';

/** Calls that a program has made, as the IAM actions that AWS would have checked: `action resource`. */
export interface Recorder {
  readonly wrap: (service: Service) => Service;
  /** What the Lambda function asked for. While it runs, in these tests, nobody else talks to S3. */
  readonly byFunction: ReadonlySet<string>;
  /** What came with this access key. */
  readonly byKey: (accessKeyId: string) => ReadonlySet<string>;
}

export function createRecorder(): Recorder {
  const byFunction = new Set<string>();
  const byKey = new Map<string, Set<string>>();
  let invocations = 0;
  return {
    byFunction,
    byKey: accessKeyId => byKey.get(accessKeyId) ?? new Set(),
    wrap: service => ({
      name: service.name,
      close: async () => service.close?.(),
      async handle(request, response) {
        if (service.name === 'lambda') {
          invocations++;
          response.once('close', () => invocations--);
        }
        const pairs = actions(service.name, request);
        if (service.name === 's3' && invocations > 0) for (const pair of pairs) byFunction.add(pair);
        const key = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
        const known = byKey.get(key) ?? new Set();
        for (const pair of pairs) known.add(pair);
        byKey.set(key, known);
        return service.handle(request, response);
      },
    }),
  };
}

function actions(service: string, request: IncomingMessage): readonly string[] {
  if (service === 's3') return s3Actions(request);
  const target = String(request.headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  return [`${service}:${target}`];
}

/**
 * The permissions that S3 checks for a request, by "Required permissions for Amazon S3 API operations" of its guide.
 * Resources are cut to the prefix: `arn:aws:s3:::bucket/raw/*`.
 */
function s3Actions({ method, url = '/', headers }: IncomingMessage): readonly string[] {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [bucket = '', ...rest] = decodeURIComponent(pathname).slice(1).split('/');
  if (rest.length === 0 || rest[0] === '') return [`s3:ListBucket arn:aws:s3:::${bucket}`];
  const object = `arn:aws:s3:::${bucket}/${rest[0]}/*`;
  const source = headers['x-amz-copy-source'];
  if (source !== undefined)
    return [`s3:PutObject ${object}`, `s3:GetObject arn:aws:s3:::${String(source).split('/').slice(0, 2).join('/')}/*`];
  switch (method) {
    case 'GET':
    case 'HEAD':
      return [`s3:GetObject ${object}`];
    case 'DELETE':
      return [`${searchParams.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject'} ${object}`];
    default:
      return [`s3:PutObject ${object}`];
  }
}
