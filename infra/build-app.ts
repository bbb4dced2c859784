import { App, type AppProps, Validations } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { AwsSolutionsChecks } from 'cdk-nag';
import { namesFor } from '../pipeline/names';
import { OrdersPipelineStack } from './orders-pipeline-stack';
import { stageNamed } from './stages';
import type { Stage } from './stages/stage';

export interface BuildOptions extends AppProps {
  /** @default the stage that the context `stage` names, as in `cdk deploy --context stage=dev`; else `prod` */
  readonly stage?: Stage;
}

/** The CDK app of one stage. Its synthesis fails where cdk-nag's AwsSolutions pack finds something that nobody has acknowledged. */
export function buildApp({ stage: given, ...props }: BuildOptions = {}): { readonly app: App; readonly stack: OrdersPipelineStack } {
  // What CDK recommends for new projects: its fixes that would have changed old templates.
  const app = new App({ ...props, context: { ...recommendedFlags, ...props.context } });
  const stage = given ?? stageNamed(String(app.node.tryGetContext('stage') ?? 'prod'));
  // No account and no region: the stack goes where the credentials of `cdk deploy` point, and nothing is looked up to synthesize it.
  const stack = new OrdersPipelineStack(app, namesFor(stage.name).stateMachine, { stage });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}
