import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  Metric,
  type MetricOptions,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Names } from '../../pipeline/names';
import { CUTOFF_WARNING } from '../../pipeline/work-group';
import type { DashboardHost } from '../dashboard-host';
import type { Filter } from '../filter';
import type { Stage } from '../stages/stage';
import type { UploadTrigger } from '../upload-trigger';
import type { Workflow } from '../workflow';
import type { EndReport } from './end-report';

/** What is watched. */
export interface Watched {
  readonly stage: Stage;
  readonly names: Names;
  readonly filter: Filter;
  readonly workflow: Workflow;
  readonly trigger: UploadTrigger;
  readonly host: DashboardHost;
}

export interface AlarmsProps extends Watched {
  readonly report: EndReport;
}

interface Watch extends Omit<AlarmProps, 'alarmName' | 'alarmDescription' | 'evaluationPeriods' | 'threshold'> {
  /** The alarm's name, and its heading in `docs/runbook.md`. */
  readonly id: string;
  readonly meaning: string;
  /** @default 1 */
  readonly evaluationPeriods?: number;
  /** @default 1 */
  readonly threshold?: number;
  /** Whether a canary deployment is taken back by it. @default false */
  readonly isBreakage?: boolean;
}

/** Every alarm; each one names its entry in the runbook. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];
  /** Those by which a canary deployment is taken back. */
  readonly breakage: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { names } = props;
    const alarms = watches(props).map(({ id: name, meaning, isBreakage = false, evaluationPeriods = 1, threshold = 1, ...watch }) => ({
      isBreakage,
      alarm: new Alarm(this, name, {
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...watch,
        evaluationPeriods,
        threshold,
        alarmName: `${names.stateMachine}-${name}`,
        alarmDescription: `${meaning} What to do: docs/runbook.md#${name}`,
      }),
    }));
    this.all = alarms.map(({ alarm }) => alarm);
    this.breakage = alarms.filter(({ isBreakage }) => isBreakage).map(({ alarm }) => alarm);
  }
}

function watches({ stage, names, filter, workflow: { stateMachine }, trigger, host, report }: AlarmsProps): Watch[] {
  const count = { statistic: 'Sum', period: Duration.minutes(5) };
  const rule = (metricName: string) =>
    new Metric({ namespace: 'AWS/Events', metricName, dimensionsMap: { RuleName: names.uploadRule }, ...count });
  return [
    {
      id: 'execution-broken',
      meaning: 'An execution failed, and not for what was in the file.',
      metric: ours(names, 'ExecutionsBroken', count),
      isBreakage: true,
    },
    {
      id: 'execution-timed-out',
      meaning: 'An execution ran longer than it may.',
      metric: stateMachine.metricTimedOut(count),
      isBreakage: true,
    },
    { id: 'execution-aborted', meaning: 'An execution was stopped.', metric: stateMachine.metricAborted(count) },
    {
      id: 'execution-throttled',
      meaning: 'Step Functions held executions back for an hour.',
      metric: stateMachine.metricThrottled(count),
      // It retries, so some minutes are normal.
      evaluationPeriods: 12,
    },
    {
      id: 'dead-letters',
      meaning: 'An upload has not started an execution.',
      metric: trigger.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: Duration.minutes(5) }),
    },
    {
      id: 'dead-letters-lost',
      meaning: 'An upload has not started an execution, and its event could not be kept.',
      metric: rule('InvocationsFailedToBeSentToDlq'),
    },
    {
      id: 'report-failed',
      meaning: 'No message was sent about the end of an execution.',
      metric: report.function.metricErrors(count),
    },
    {
      id: 'filter-throttled',
      meaning: 'Lambda held FilterOrders back.',
      metric: filter.function.metricThrottles(count),
      evaluationPeriods: 3,
      isBreakage: true,
    },
    {
      id: 'near-cutoff',
      meaning: `A query has read more than ${CUTOFF_WARNING * 100}% of what it may; past that, every query of every upload is cancelled.`,
      metric: scannedBytes(names, { statistic: 'Maximum', period: Duration.minutes(5) }),
      threshold: CUTOFF_WARNING * stage.bytesCutoff,
      // It stays on until a query reads less or the cutoff is raised, also while no query runs.
      treatMissingData: TreatMissingData.IGNORE,
    },
    {
      id: 'quarantine-share',
      meaning: `More than ${QUARANTINE_PERCENT}% of the rows of an hour were not understood.`,
      metric: new MathExpression({
        label: 'Rows in quarantine, percent',
        expression: 'IF(read > 0, 100 * quarantined / read, 0)',
        period: Duration.hours(1),
        usingMetrics: { read: rows(names, 'RowsRead'), quarantined: rows(names, 'RowsQuarantined') },
      }),
      threshold: QUARANTINE_PERCENT,
    },
    {
      id: 'dashboard-unhealthy',
      meaning: 'The dashboard has not answered for ten minutes, or its host is gone.',
      metric: host.healthy.metric({ statistic: 'Minimum', period: Duration.minutes(1) }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      // A replaced machine is back after about four minutes.
      evaluationPeriods: 10,
      treatMissingData: TreatMissingData.BREACHING,
    },
    {
      id: 'no-success',
      meaning: `There have been no new answers for ${stage.operations.noSuccessHours} hours.`,
      metric: ours(names, 'ExecutionsAnswered', { statistic: 'Sum', period: Duration.hours(1) }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: stage.operations.noSuccessHours,
      treatMissingData: TreatMissingData.BREACHING,
    },
  ];
}

/** A file with more than half of its rows in quarantine is refused; this is for files that come through. */
const QUARANTINE_PERCENT = 10;

/** What the filter counts of the rows of an hour. */
export function rows(names: Names, metricName: string): Metric {
  const dimensionsMap = { FunctionName: names.function };
  return new Metric({ namespace: 'OrdersPipeline', metricName, dimensionsMap, statistic: 'Sum', period: Duration.hours(1) });
}

/** What the queries of the workgroup have read. `Maximum` is the largest one. */
export function scannedBytes(names: Names, options: MetricOptions): Metric {
  return new Metric({
    namespace: 'AWS/Athena',
    metricName: 'ProcessedBytes',
    dimensionsMap: { WorkGroup: names.workGroup, QueryState: 'SUCCEEDED', QueryType: 'DML' },
    ...options,
  });
}

/** A metric that a function of ours writes into its log, in CloudWatch's embedded metric format. */
export function ours(names: Names, metricName: string, options: MetricOptions): Metric {
  return new Metric({ namespace: 'OrdersPipeline', metricName, dimensionsMap: { Pipeline: names.stateMachine }, ...options });
}
