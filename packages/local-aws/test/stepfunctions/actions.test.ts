import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAthena } from '../../athena/athena';
import { type Endpoint, openEndpoint } from '../../endpoint/server';
import { createGlue } from '../../glue/glue';
import { createS3 } from '../../s3/s3';
import { createStepFunctions } from '../../stepfunctions/stepfunctions';
import { ACTIONS, commandName, SDK } from '../../stepfunctions/tasks/supports';
import { LOADER } from '../support/loader';
import { obedientTasks } from './local-step-functions';

let directory: string;
let endpoint: Endpoint;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'actions-'));
  endpoint = await openEndpoint(0);
  const s3 = await createS3({ directory: join(directory, 's3'), onCreated: async () => {} });
  const glue = await createGlue({ directory: join(directory, 'glue'), objects: s3 });
  const athena = await createAthena({ directory: join(directory, 'athena'), objects: s3, catalog: glue, engine: { execArgv: LOADER } });
  endpoint.serve([s3, glue, athena, await createStepFunctions({ directory: join(directory, 'states'), tasks: obedientTasks })]);
});
afterAll(async () => {
  await endpoint.close();
  await rm(directory, { recursive: true });
});

const actionsOf = (service: keyof typeof ACTIONS) => ACTIONS[service].split(/\s+/).map(commandName).sort();

test.each([
  ['athena', 'AmazonAthena'],
  ['glue', 'AWSGlue'],
  ['sfn', 'AWSStepFunctions'],
] as const)('a task can ask %s for all that it does here, and for nothing else', async (service, target) => {
  const operations = Object.keys(SDK[service]).flatMap(name => /^(\w+)Command$/.exec(name)?.[1] ?? []);
  const answers = operations.map(async operation => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target}.${operation}` };
    const answer = await fetch(endpoint.url, { method: 'POST', headers, body: '{}' });
    return (await answer.text()).includes('UnknownOperationException') ? [] : [operation];
  });
  expect((await Promise.all(answers)).flat().sort()).toEqual(actionsOf(service));
});

test.each(['lambda', 's3'] as const)('what a task can ask %s for is in its SDK', service => {
  expect(actionsOf(service).filter(action => !(`${action}Command` in SDK[service]))).toEqual([]);
});
