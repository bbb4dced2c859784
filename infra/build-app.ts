import { Annotations, App, type AppProps, Validations } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { AwsSolutionsChecks } from 'cdk-nag';
import { namesFor } from '../pipeline/names';
import { OrdersPipelineStack } from './orders-pipeline-stack';
import { stageNamed } from './stages';
import { inRegion, warnings } from './stages/in-region';
import type { Stage } from './stages/stage';

export interface BuildOptions extends AppProps {
  /** @default the stage that the context `stage` names, as in `cdk deploy --context stage=dev`; else `prod` */
  readonly stage?: Stage;
  /** Where the app is deployed, as far as that is known. @default the region of the credentials, which the CDK CLI looks up */
  readonly region?: string | undefined;
}

/** The CDK app of one stage. Its synthesis fails where cdk-nag's AwsSolutions pack finds something that is not acknowledged. */
export function buildApp({ stage: given, region = process.env.CDK_DEFAULT_REGION, ...props }: BuildOptions = {}): {
  readonly app: App;
  readonly stack: OrdersPipelineStack;
} {
  // What CDK recommends for new projects: its fixes that would have changed old templates.
  const app = new App({ ...props, context: { ...recommendedFlags, ...props.context } });
  const asked = given ?? stageNamed(String(app.node.tryGetContext('stage') ?? 'prod'));
  // A stage that pins no account and region goes where the credentials of `cdk deploy` point. Nothing is looked up to synthesize it.
  const stage = inRegion(asked, asked.region ?? region);
  const stack = new OrdersPipelineStack(app, namesFor(stage.name).stateMachine, { stage });
  for (const { id, text } of warnings(asked, stage, region)) Annotations.of(stack).addWarningV2(`orders-pipeline:${id}`, text);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}
