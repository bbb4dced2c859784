import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../clock/clock';
import { isTooDeep, TOO_DEEP } from '../../endpoint/json-depth';
import type { Operation } from '../../endpoint/json-protocol';
import { ServiceError } from '../../endpoint/service-error';
import { stateMachineArn } from '../../identity';
import { executionArn, executionNameOf, qualifierOf } from '../arns';
import { jsonComplaint } from '../definition/json-complaint';
import type { Executions } from '../executions';
import { isTooLarge, MOST_BYTES } from '../interpreter/data-limit';
import { StateFailure } from '../interpreter/errors';
import type { ExecutionStore, ExecutionSummary } from '../store/execution-store';
import type { StoredEvent } from '../store/history-file';
import type { MachineStore } from '../store/machine-store';
import { chooseMachine } from './find-machine';
import { decodeToken, encodeToken, invalidToken, pageOf } from './page';
import { arnSchema, checkName, DEFAULT_RESULTS, includedDataSchema, maxResultsSchema, nameSchema, parseRequest } from './request';
import { aboutDefinition } from './state-machines';

export interface ExecutionDependencies {
  readonly machines: MachineStore;
  readonly store: ExecutionStore;
  readonly executions: Executions;
  readonly clock: Clock;
}

const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const;

const startSchema = z.object({
  stateMachineArn: arnSchema,
  name: nameSchema.optional(),
  input: z.string().max(MOST_BYTES).default('{}'),
});
const stopSchema = z.object({ executionArn: arnSchema, error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() });
const redriveSchema = z.object({ executionArn: arnSchema, clientToken: z.string().min(1).max(64).optional() });
const describeSchema = z.object({ executionArn: arnSchema, includedData: includedDataSchema });
const tokenSchema = z.string().min(1).max(3_096).optional();
const listSchema = z.object({
  stateMachineArn: arnSchema,
  statusFilter: z.enum(STATUSES).optional(),
  redriveFilter: z.never('no redriveFilter beside a stateMachineArn').optional(),
  maxResults: maxResultsSchema,
  nextToken: tokenSchema,
});
const historySchema = z.object({
  executionArn: arnSchema,
  maxResults: maxResultsSchema,
  reverseOrder: z.boolean().default(false),
  nextToken: tokenSchema,
  includeExecutionData: z.boolean().default(true),
});

export function executionOperations({ machines, store, executions, clock }: ExecutionDependencies): Record<string, Operation> {
  function find(arn: string): ExecutionSummary {
    const { machine, name } = executionNameOf(arn);
    const found = store.find(machine, name);
    if (!found) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return found;
  }

  return {
    async StartExecution(request) {
      const { stateMachineArn: arn, name = randomUUID(), input } = parseRequest(startSchema, request);
      checkName(name);
      const { machine, qualified } = chooseMachine(machines, arn);
      checkInput(input);
      const existing = store.find(machine.name, name);
      if (existing) {
        const isSame = existing.status === 'RUNNING' && (await store.read(machine.name, name)).started.input === input;
        if (!isSame) throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn(machine.name, name)}'`);
        return { executionArn: executionArn(machine.name, name), startDate: existing.startedAt / 1000 };
      }
      const startedAt = await executions.start(machine, name, input, qualified);
      return { executionArn: executionArn(machine.name, name), startDate: startedAt / 1000 };
    },

    async StopExecution(request) {
      const { executionArn: arn, error, cause } = parseRequest(stopSchema, request);
      const { machine, name } = find(arn);
      await executions.stop(machine, name, new StateFailure(error, cause));
      return { stopDate: (store.find(machine, name)?.stoppedAt ?? 0) / 1000 };
    },

    async RedriveExecution(request) {
      const { executionArn: arn, clientToken } = parseRequest(redriveSchema, request);
      const execution = find(arn);
      const { machine, name, redrivenAt } = execution;
      const { started } = await store.read(machine, name);
      const isRepeated = clientToken !== undefined && started.redriveToken === clientToken && redrivenAt !== undefined;
      if (isRepeated && clock.now() - redrivenAt < TOKEN_MS) return { redriveDate: redrivenAt / 1000 };
      const reason = notRedrivable(execution, clock.now()) ?? (await tooLong(store, execution));
      if (reason !== undefined) throw new ServiceError('ExecutionNotRedrivable', reason);
      return { redriveDate: (await executions.redrive(started, clientToken)) / 1000 };
    },

    async DescribeExecution(request) {
      const { executionArn: arn } = parseRequest(describeSchema, request);
      const execution = find(arn);
      const { machine, name } = execution;
      const { started, ended } = await store.read(machine, name);
      const now = { ...execution, status: ended?.status ?? 'RUNNING', stoppedAt: ended?.stoppedAt } as const;
      return {
        ...listed(now),
        input: started.input,
        inputDetails: { included: true },
        output: ended?.output,
        ...(ended?.output !== undefined && { outputDetails: { included: true } }),
        error: ended?.error,
        cause: ended?.cause,
        ...redrive(now, clock.now()),
      };
    },

    async DescribeStateMachineForExecution(request) {
      const { executionArn: arn } = parseRequest(describeSchema, request);
      const { machine, name } = find(arn);
      const { started } = await store.read(machine, name);
      return {
        stateMachineArn: stateMachineArn(machine),
        name: machine,
        ...aboutDefinition(await store.definition(started)),
        roleArn: started.roleArn,
        updateDate: started.updatedAt / 1000,
        revisionId: started.revisionId,
      };
    },

    ListExecutions(request) {
      const { stateMachineArn: arn, statusFilter, ...page } = parseRequest(listSchema, request);
      const { machine } = chooseMachine(machines, arn);
      const isQualified = qualifierOf(arn) !== undefined;
      const all = store
        .list(machine.name)
        .filter(({ status }) => statusFilter === undefined || status === statusFilter)
        .filter(execution => !isQualified || execution.stateMachineVersionArn === arn || execution.stateMachineAliasArn === arn);
      const { page: found, nextToken } = pageOf(all, page, execution => execution.name);
      return { executions: found.map(listed), nextToken };
    },

    async GetExecutionHistory(request) {
      const { executionArn: arn, maxResults, reverseOrder, nextToken, includeExecutionData } = parseRequest(historySchema, request);
      const { machine, name } = find(arn);
      const from = nextToken === undefined ? 0 : Number(decodeToken(nextToken));
      if (!Number.isInteger(from)) throw invalidToken();
      const most = maxResults || DEFAULT_RESULTS;
      const events = await store.history(machine, name, from, most + 1, reverseOrder);
      const page = events.slice(0, most).map(event => ({ ...event, timestamp: event.timestamp / 1000 }));
      return {
        events: includeExecutionData ? page : page.map(withoutData),
        ...(events.length > most && { nextToken: encodeToken(String(from + most)) }),
      };
    },
  };
}

/** Throws `InvalidExecutionInput`, for what is no JSON in the words of the parser that AWS uses. */
function checkInput(input: string): void {
  const complaint = isTooLarge(input) ? `The input exceeds ${MOST_BYTES} bytes.` : complaintOf(input);
  if (complaint !== undefined) throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${complaint}'`);
}

function complaintOf(input: string): string | undefined {
  if (isTooDeep(input)) return TOO_DEEP;
  try {
    JSON.parse(input);
    return undefined;
  } catch {
    return (input.trim() === '' ? undefined : jsonComplaint(input)?.message) ?? 'Invalid execution input.';
  }
}

function listed(execution: ExecutionSummary) {
  const { name, machine, startedAt, stoppedAt, status, redriveCount = 0, redrivenAt } = execution;
  return {
    executionArn: executionArn(machine, name),
    stateMachineArn: stateMachineArn(machine),
    name,
    status,
    startDate: startedAt / 1000,
    ...(stoppedAt !== undefined && { stopDate: stoppedAt / 1000 }),
    stateMachineVersionArn: execution.stateMachineVersionArn,
    stateMachineAliasArn: execution.stateMachineAliasArn,
    redriveCount,
    redriveDate: redrivenAt === undefined ? undefined : redrivenAt / 1000,
  };
}

function redrive(execution: ExecutionSummary, now: number) {
  const redriveStatusReason = notRedrivable(execution, now);
  return redriveStatusReason === undefined ? { redriveStatus: 'REDRIVABLE' } : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason };
}

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-eligibility */
const REDRIVABLE_MS = 14 * 24 * 3_600_000;
const MOST_REDRIVES = 1_000;
const MOST_EVENTS = 24_999;

/** The same token within this time is the same request. */
const TOKEN_MS = 15 * 60_000;

/** Why an execution cannot be redriven; nothing where it can. */
function notRedrivable({ status, stoppedAt = 0, redriveCount = 0 }: ExecutionSummary, now: number): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (now - stoppedAt > REDRIVABLE_MS) return 'Execution has exceeded the redrivable period of 14 days';
  return redriveCount >= MOST_REDRIVES ? `Execution has been redriven ${MOST_REDRIVES} times, the most there are` : undefined;
}

async function tooLong(store: ExecutionStore, { machine, name }: ExecutionSummary): Promise<string | undefined> {
  const further = await store.history(machine, name, MOST_EVENTS - 1, 1, false);
  return further.length > 0 ? `Execution has ${MOST_EVENTS} events or more` : undefined;
}

const DATA = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'assignedVariables', 'assignedVariablesDetails']);

function withoutData(event: StoredEvent) {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => {
      if (!key.endsWith('Details') || typeof value !== 'object' || value === null) return [key, value];
      return [key, Object.fromEntries(Object.entries(value).filter(([name]) => !DATA.has(name)))];
    }),
  );
}
