import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Names } from '../../pipeline/names';

export interface MonthlyBudgetProps {
  readonly monthlyBudgetUsd: number;
  readonly names: Names;
  readonly topic: Topic;
}

/** Tells what this stage costs before the invoice does. It sees the tag `Pipeline` once that is activated for billing: docs/deploy.md. */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { monthlyBudgetUsd, names, topic }: MonthlyBudgetProps) {
    super(scope, id);
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const when = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
      subscribers,
    });
    const budget = new CfnBudget(this, 'Monthly', {
      budget: {
        budgetName: `${names.stateMachine}-monthly`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:Pipeline$${names.stateMachine}`] },
      },
      notificationsWithSubscribers: [when('ACTUAL', 80), when('FORECASTED', 100)],
    });
    // With its policy, since Budgets may test the topic when the budget is created.
    budget.node.addDependency(topic);
  }
}
