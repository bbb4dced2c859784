import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { describeReading } from '../../pipeline/describe-reading';
import { durationOf } from '../../pipeline/duration';
import type { UploadSettings } from '../../pipeline/reading';
import { settingsMetadata } from '../reading/settings';
import { findLatest } from '../results/latest';
import { type Manifest, readManifest } from '../results/manifest';
import { resultLines } from '../results/results';
import { findStateMachine, type Target } from '../target/target';
import type { Terminal } from '../terminal/terminal';
import { findExecution, newestExecutions } from './find-execution';
import { type Ending, follow } from './follow';
import { short } from './progress';
import { putFile } from './put-file';

/** How an upload ended. The manifest is missing if the execution could not write one. */
export interface Followed {
  readonly ending: Ending;
  readonly manifest: Manifest | undefined;
}

/** Uploads a file under a key, follows the execution that it starts, and prints what happens and the results. */
export async function uploadAndFollow(
  path: string,
  key: string,
  target: Target,
  terminal: Terminal,
  settings: UploadSettings = {},
): Promise<Followed> {
  const { bucket, s3, sfn } = target;
  const stateMachineArn = await findStateMachine(target);
  const before = new Set(await newestExecutions(sfn, stateMachineArn));
  const progress = (share: number) => terminal.progress(`uploading ${key}`, share);
  const uploaded = await putFile(s3, { bucket, key, path, progress, metadata: settingsMetadata(settings) });
  terminal.line(`uploaded ${path} to s3://${bucket}/${key}`);
  const executionArn = await findExecution(uploaded, { sfn, stateMachineArn, before });
  return followAndTell(executionArn, target, terminal);
}

/** Follows an execution to its end and prints its progress, then its results or its error. */
export async function followAndTell(executionArn: string, { bucket, s3, sfn }: Target, terminal: Terminal): Promise<Followed> {
  const name = executionArn.split(':').at(-1) ?? executionArn;
  terminal.line(`execution ${name}`, 'bold');
  const ending = await follow(sfn, executionArn, line => terminal.step(line));
  const manifest = await readManifest(s3, bucket, name);
  if (manifest?.reading && manifest.filter) terminal.line(describeReading(manifest.reading, manifest.filter));
  const standing = manifest !== undefined && manifest.outcome !== 'Failed' && manifest.queries.length === 0;
  const answeredBy = manifest?.answeredBy ?? null;
  const other = () => (answeredBy === null ? findLatest(s3, bucket) : readManifest(s3, bucket, answeredBy));
  const answers = standing ? await other() : manifest;
  if (answeredBy !== null) terminal.line(`execution ${answeredBy} ran the queries for this upload too`);
  else if (standing && answers) terminal.line(`the results of execution ${answers.execution} stand`);
  for (const line of await resultLines(s3, answers?.queries ?? [])) terminal.line(line);
  terminal.line('');
  tellEnding(ending, manifest, '', terminal);
  return { ending, manifest };
}

/** An execution that is over in one line, its progress left out; one that still runs is followed. */
export async function tellInBrief(executionArn: string, target: Target, terminal: Terminal): Promise<void> {
  const ending = await target.sfn.send(new DescribeExecutionCommand({ executionArn }));
  if (ending.status === 'RUNNING') await followAndTell(executionArn, target, terminal);
  else tellEnding(ending, await readManifest(target.s3, target.bucket, ending.name ?? ''), `execution ${ending.name}: `, terminal);
}

function tellEnding(ending: Ending, manifest: Manifest | undefined, prefix: string, terminal: Terminal): void {
  const after = `after ${durationOf((ending.stopDate?.getTime() ?? 0) - (ending.startDate?.getTime() ?? 0))}`;
  const quarantined = manifest?.filter?.quarantined ?? 0;
  if (ending.status === 'SUCCEEDED') {
    terminal.line(`${prefix}${manifest?.outcome ?? ending.status} ${after}`, 'green');
    if (quarantined > 0 && manifest?.filter?.quarantineKey)
      terminal.line(
        `! ${quarantined} rows are in quarantine: correct them in ${manifest.filter.quarantineKey}, then \`npm run requeue -- FILE\``,
        'yellow',
      );
  } else
    terminal.line(
      `${prefix}${ending.status} ${after}: ${ending.error ?? 'no error given'}: ${short(manifest?.error?.cause ?? ending.cause ?? 'no cause given')}`,
      'red',
    );
}
