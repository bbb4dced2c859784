import { REGIONS_WITHOUT_BUDGETS, REGIONS_WITHOUT_HTTP_APIS } from './regions';
import { InvalidStage, type Stage } from './stage';

/**
 * The stage as it can be deployed to a region that it does not name itself: without a budget where there are none. Throws `InvalidStage`
 * where the region lacks what the stage cannot do without.
 */
export function inRegion(stage: Stage, region: string | undefined): Stage {
  if (region !== undefined && stage.dashboard.access === 'internet' && REGIONS_WITHOUT_HTTP_APIS.includes(region)) {
    throw new InvalidStage(
      `stage ${stage.name}: dashboard.access: expected a region other than ${region}, where CloudFormation has no AWS::ApiGatewayV2::Api`,
    );
  }
  if (region === undefined || !REGIONS_WITHOUT_BUDGETS.includes(region)) return stage;
  const { monthlyBudgetUsd: _refused, ...operations } = stage.operations;
  return { ...stage, operations };
}

/** What a stage leaves open, said at each synthesis and deployment. */
export interface Warning {
  readonly id: string;
  readonly text: string;
}

/** Notes for the person who deploys: `asked` is the stage as its file says, `stage` as it is deployed. */
export function warnings(asked: Stage, stage: Stage, region: string | undefined): readonly Warning[] {
  const { name, data, account, operations } = asked;
  const file = `infra/stages/${name}.ts`;
  const found: Warning[] = [];
  if (data === 'keep' && account === undefined) {
    found.push({
      id: 'not-pinned',
      text: `Stage ${name} pins no account and region: it is deployed wherever the credentials point. Set account and region in ${file}`,
    });
  }
  if (operations.emails.length === 0) {
    found.push({ id: 'no-address', text: `THE ALARMS OF STAGE ${name} HAVE NO RECIPIENT. Set operations.emails in ${file}` });
  }
  if (operations.monthlyBudgetUsd !== stage.operations.monthlyBudgetUsd) {
    found.push({
      id: 'no-budget',
      text: `Stage ${name} has no budget in ${region}, where CloudFormation does not know AWS::Budgets::Budget`,
    });
  }
  return found;
}
