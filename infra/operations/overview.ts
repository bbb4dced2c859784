import { Duration } from 'aws-cdk-lib';
import { type Alarm, AlarmStatusWidget, Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { rows, scannedBytes, type Watched } from './alarms';

export interface OverviewProps extends Watched {
  readonly alarms: readonly Alarm[];
}

/** The CloudWatch dashboard of a stage: its alarms, and the few curves that say where to look first. */
export class Overview extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { names, filter, workflow, trigger, host, alarms }: OverviewProps) {
    super(scope, id);
    this.name = names.stateMachine;
    const { stateMachine } = workflow;
    const period = Duration.minutes(5);
    const count = { statistic: 'Sum', period };
    const worst = { statistic: 'Maximum', period };
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: this.name, defaultInterval: Duration.days(1) });
    dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 3 }));
    dashboard.addWidgets(
      graph('Executions', [
        stateMachine.metricSucceeded(count),
        stateMachine.metricFailed(count),
        stateMachine.metricTimedOut(count),
        stateMachine.metricAborted(count),
      ]),
      graph('How long an execution takes', [stateMachine.metricTime({ statistic: 'p50', period }), stateMachine.metricTime(worst)]),
      graph('FilterOrders: duration', [filter.function.metricDuration(worst)]),
    );
    dashboard.addWidgets(
      graph('FilterOrders: errors, throttles', [filter.function.metricErrors(count), filter.function.metricThrottles(count)]),
      graph('Athena: bytes scanned, in all and by the largest query', [scannedBytes(names, count), scannedBytes(names, worst)]),
      graph('Dead letters; dashboard answers', [
        trigger.deadLetters.metricApproximateNumberOfMessagesVisible(worst),
        host.healthy.metric({ statistic: 'Minimum', period }),
      ]),
    );
    const counted = ['RowsRead', 'RowsKept', 'RowsDropped', 'RowsQuarantined'];
    dashboard.addWidgets(
      graph(
        'Rows',
        counted.map(name => rows(names, name)),
      ),
    );
  }
}

function graph(title: string, metrics: readonly IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: [...metrics], width: 8, height: 6, leftYAxis: { min: 0 } });
}
