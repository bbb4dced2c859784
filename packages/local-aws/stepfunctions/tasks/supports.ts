import * as athena from '@aws-sdk/client-athena';
import * as glue from '@aws-sdk/client-glue';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sfn from '@aws-sdk/client-sfn';
import type { Resource } from './resource';

/** The services that a task reaches with `aws-sdk:<service>:<action>`. */
export const SDK = { athena, glue, lambda, s3, sfn } as const;
export type SdkService = keyof typeof SDK;

/** What each of them does here, so that a definition which asks for more is refused before it runs. A test holds it to the services. */
export const ACTIONS: Readonly<Record<SdkService, string>> = {
  athena: `startQueryExecution getQueryExecution batchGetQueryExecution listQueryExecutions stopQueryExecution getQueryResults
    getQueryRuntimeStatistics createWorkGroup getWorkGroup updateWorkGroup deleteWorkGroup listWorkGroups listDataCatalogs getDataCatalog
    listDatabases getDatabase listTableMetadata getTableMetadata`,
  glue: `createDatabase getDatabase getDatabases deleteDatabase createTable getTable getTables getTableVersions updateTable deleteTable getPartition getPartitions
    createPartition batchCreatePartition deletePartition batchDeletePartition
    createClassifier getClassifier getClassifiers updateClassifier deleteClassifier createCrawler getCrawler getCrawlers listCrawlers
    updateCrawler deleteCrawler startCrawler stopCrawler`,
  lambda: 'invoke listFunctions getFunctionConfiguration',
  s3: `listBuckets createBucket headBucket deleteBucket getBucketLocation getBucketVersioning listObjects listObjectsV2 listObjectVersions getObject headObject putObject copyObject
    deleteObject deleteObjects getObjectTagging createMultipartUpload uploadPart uploadPartCopy listParts listMultipartUploads
    completeMultipartUpload abortMultipartUpload`,
  sfn: `createStateMachine updateStateMachine deleteStateMachine describeStateMachine listStateMachines validateStateMachineDefinition
    tagResource untagResource listTagsForResource startExecution stopExecution describeExecution describeStateMachineForExecution
    listExecutions getExecutionHistory redriveExecution publishStateMachineVersion deleteStateMachineVersion listStateMachineVersions
    createStateMachineAlias updateStateMachineAlias describeStateMachineAlias deleteStateMachineAlias listStateMachineAliases`,
};

/** Optimized integrations, by type and action. */
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
  return service ? ACTIONS[service].split(/\s+/).includes(action) : OPTIMIZED.has(`${type}:${action}`);
}

/** May AWS know it, though it is not here? Of a service that is here all actions are known, in lower camel case and no other; of the rest none. */
export function mayBeKnown({ type, action }: Extract<Resource, { kind: 'integration' }>): boolean {
  const service = sdkService(type);
  if (service) return action !== commandName(action) && `${commandName(action)}Command` in SDK[service];
  return type !== 'lambda' && type !== 'athena';
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
