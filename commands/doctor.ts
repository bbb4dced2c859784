import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { stageNamed } from '../infra/stages';
import { identify } from './deployment/identity';
import { examine } from './doctor/check';
import { localChecks, nodeCheck } from './doctor/local';
import { stageChecks } from './doctor/stage';
import { run } from './terminal/run';

const USAGE = 'npm run doctor -- [--stage STAGE]';

/** Checks what `npm start`, or a stage, needs, and says what to do about what is missing. Ends with status 1 where something is. */
run(USAGE, async args => {
  const { values } = parseArgs({ args: [...args], options: { stage: { type: 'string' } } });
  const { env, version } = process;
  const checks =
    values.stage === undefined
      ? localChecks({ environment: env, nodeVersion: version, directory: process.cwd() })
      : [
          nodeCheck(version),
          ...stageChecks({
            stage: stageNamed(values.stage),
            identify,
            clients: {
              ssm: new SSMClient({}),
              quotas: new ServiceQuotasClient({}),
              sns: new SNSClient({}),
              sfn: new SFNClient({}),
              s3: new S3Client({}),
            },
            now: new Date(),
          }),
        ];
  return (await examine(checks, console.log)) === 0 ? 0 : 1;
});
