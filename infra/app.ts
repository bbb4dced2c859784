import { App } from 'aws-cdk-lib';
import { buildApp } from './build-app';
import { stageNamed } from './stages';

// The stage is context, as CDK gives it: `cdk deploy --context stage=dev`.
const given: unknown = new App({ autoSynth: false }).node.tryGetContext('stage');
buildApp(stageNamed(given === undefined ? 'prod' : String(given)));
