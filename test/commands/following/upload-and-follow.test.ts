import { NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { tellInBrief } from '../../../commands/following/upload-and-follow';

/** A target whose only execution ended as told, and wrote no manifest. */
function targetOf(ending: object) {
  const sfn = new SFNClient({ region: 'us-east-1' });
  const s3 = new S3Client({ region: 'us-east-1' });
  sfn.send = async () => ending;
  s3.send = async () => {
    throw new NoSuchKey({ message: 'no manifest', $metadata: {} });
  };
  return { sfn, s3, bucket: 'orders', stage: 'prod' };
}

async function told(ending: object): Promise<readonly string[]> {
  const lines: string[] = [];
  const ignore = () => {};
  await tellInBrief('arn:of:the:execution:one', targetOf(ending), { line: text => lines.push(text), step: ignore, progress: ignore });
  return lines;
}

describe('an execution that ended before its turn came', () => {
  const [startDate, stopDate] = [new Date(0), new Date(2_340)];

  it('is told in one line', async () => {
    expect(await told({ name: 'one', status: 'SUCCEEDED', startDate, stopDate })).toEqual(['execution one: SUCCEEDED after 2.3 s']);
  });

  it('is told with its error', async () => {
    expect(await told({ name: 'one', status: 'FAILED', startDate, stopDate, error: 'EmptyFile', cause: 'there is no header' })).toEqual([
      'execution one: FAILED after 2.3 s: EmptyFile: there is no header',
    ]);
  });
});
