import * as athena from '@aws-sdk/client-athena';
import * as glue from '@aws-sdk/client-glue';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sfn from '@aws-sdk/client-sfn';
import type { Resource } from './resource';

/** The services that a task reaches with `aws-sdk:<service>:<action>`. */
export const SDK = { athena, glue, lambda, s3, sfn } as const;
export type SdkService = keyof typeof SDK;

/** Integrations of their own, by type and action. */
const OPTIMIZED = new Set([
  ...['lambda:invoke'],
  ...['athena:startQueryExecution', 'athena:startQueryExecution.sync'],
  ...['athena:stopQueryExecution', 'athena:getQueryExecution', 'athena:getQueryResults'],
]);

/** Can a task do this here? */
export function supports(resource: Resource): boolean {
  if (resource.kind === 'function') return true;
  const { type, action } = resource;
  const service = sdkService(type);
  // An action is written in lower camel case, and in no other.
  return service ? action !== commandName(action) && `${commandName(action)}Command` in SDK[service] : OPTIMIZED.has(`${type}:${action}`);
}

/** `aws-sdk:glue` → `glue`, if it is a service that is here. */
export function sdkService(type: string): SdkService | undefined {
  const name = type.startsWith('aws-sdk:') ? type.slice('aws-sdk:'.length) : undefined;
  return SERVICES.find(service => service === name);
}

const SERVICES: readonly SdkService[] = ['athena', 'glue', 'lambda', 's3', 'sfn'];

/** `getObject` → `GetObject` */
export function commandName(action: string): string {
  return action.charAt(0).toUpperCase() + action.slice(1);
}
