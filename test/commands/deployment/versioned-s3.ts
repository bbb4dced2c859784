import { createServer, type IncomingMessage } from 'node:http';

/** A bucket of the stand-in: its tags, and its objects' versions, `key versionId`. */
export interface Bucket {
  readonly tags?: Readonly<Record<string, string>>;
  readonly versions: Set<string>;
  /** @default us-east-1 */
  readonly region?: string;
  /** What appears just before the bucket would be deleted, one at each attempt. */
  readonly late?: string[];
}

/** As much of S3 as removing buckets takes, which the local S3 lacks: versions and tags of buckets. Two versions to a page. */
export async function serveVersionedS3(buckets: Map<string, Bucket>) {
  const server = createServer(async (request, response) => {
    const [status, body] = answer(request, await read(request), buckets);
    response.writeHead(status, { 'Content-Type': 'application/xml' }).end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => new Promise(resolve => server.close(resolve)) };
}

function answer({ method, url = '/' }: IncomingMessage, body: string, buckets: Map<string, Bucket>): readonly [number, string] {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const name = pathname.split('/')[1] ?? '';
  if (name === '') {
    const [prefix, wanted] = [searchParams.get('prefix') ?? '', searchParams.get('bucket-region')];
    const found = [...buckets].filter(([each, { region = 'us-east-1' }]) => each.startsWith(prefix) && (wanted ?? region) === region);
    return [200, `<R><Buckets>${found.map(([each]) => `<Bucket><Name>${each}</Name></Bucket>`).join('')}</Buckets></R>`];
  }
  const bucket = buckets.get(name);
  if (!bucket) return [404, '<Error><Code>NoSuchBucket</Code></Error>'];
  if (bucket.region) return [301, '<Error><Code>PermanentRedirect</Code></Error>'];
  if (searchParams.has('tagging')) {
    if (!bucket.tags) return [404, '<Error><Code>NoSuchTagSet</Code></Error>'];
    const tags = Object.entries(bucket.tags).map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`);
    return [200, `<Tagging><TagSet>${tags.join('')}</TagSet></Tagging>`];
  }
  if (searchParams.has('versions')) {
    const items = [...bucket.versions].slice(0, 2).map(each => {
      const [key = '', id = ''] = each.split(' ');
      const tag = id.startsWith('marker') ? 'DeleteMarker' : 'Version';
      return `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId></${tag}>`;
    });
    return [200, `<R>${items.join('')}</R>`];
  }
  if (method === 'POST' && searchParams.has('delete')) {
    for (const [, key, id] of body.matchAll(/<Key>(.*?)<\/Key><VersionId>(.*?)<\/VersionId>/g)) bucket.versions.delete(`${key} ${id}`);
    return [200, '<DeleteResult/>'];
  }
  if (method === 'DELETE') {
    const late = bucket.late?.shift();
    if (late !== undefined) bucket.versions.add(late);
    if (bucket.versions.size > 0) return [409, '<Error><Code>BucketNotEmpty</Code></Error>'];
    buckets.delete(name);
    return [204, ''];
  }
  return [501, '<Error><Code>NotImplemented</Code></Error>'];
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
