import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings } from '../../identity';
import { callAthena, type QueryEnded } from './athena';
import { callSdk } from './aws-sdk';
import { invokeFunction, invokeIntegration } from './lambda';
import { parseResource } from './resource';
import { REMEMBER_HEADERS, rememberHeaders } from './sdk-metadata';
import { sdkService } from './supports';
import type { TaskRunner } from './task-runner';

export interface TasksOptions {
  /** Where the services are, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Resolves when a query has ended, or at once if there is no such query. Without it a query is looked at until it has ended. */
  readonly queryEnded?: QueryEnded;
}

/** Tasks that call the services over the wire, with the official clients. */
export function createTasks({ endpoint, queryEnded }: TasksOptions): TaskRunner {
  const clients = createClients(endpoint);
  return async (resource, args, context) => {
    const parsed = parseResource(resource);
    if (!parsed) throw new Error(`${resource} is no resource of a task`);
    if (parsed.kind === 'function') return invokeFunction(clients.lambda, parsed.arn, context);
    const service = sdkService(parsed.type);
    if (service) return callSdk(clients[service], service, parsed.action, args, context);
    if (parsed.type === 'lambda') return invokeIntegration(clients.lambda, args, context);
    return callAthena(clients.athena, parsed.action, args, context, queryEnded);
  };
}

function createClients(endpoint: string) {
  // One attempt: whether to try again is for the state's Retry to say. Tasks of many executions may wait for a socket without a warning.
  const settings = { ...clientSettings(endpoint), maxAttempts: 1, requestHandler: { socketAcquisitionWarningTimeout: 600_000 } };
  const clients = {
    athena: new AthenaClient(settings),
    glue: new GlueClient(settings),
    lambda: new LambdaClient(settings),
    // Step Functions' own client does not ask S3 for checksums: its results have none.
    s3: new S3Client({ ...settings, responseChecksumValidation: 'WHEN_REQUIRED' }),
    sfn: new SFNClient(settings),
  };
  clients.athena.middlewareStack.add(rememberHeaders, REMEMBER_HEADERS);
  clients.lambda.middlewareStack.add(rememberHeaders, REMEMBER_HEADERS);
  return clients;
}
