/** The regions of AWS that a stage may name: all of its commercial partition, as of 2026-11. cfn-lint reads the templates for each. */
export const REGIONS = [
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7'],
  ...['ca-central-1', 'ca-west-1', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2'],
  ...['eu-west-3', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1'],
  'us-west-2',
] as const;

/**
 * Where CloudFormation does not know `AWS::Budgets::Budget`, and refuses a template with one, even under a condition: it checks
 * types first. A test compares with the resource specifications that AWS publishes for each region.
 */
export const REGIONS_WITHOUT_BUDGETS: readonly string[] = [
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-3', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5'],
  ...['ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'il-central-1'],
  ...['me-central-1', 'me-south-1', 'mx-central-1'],
];

/** The same for `AWS::ApiGatewayV2::Api`, which a dashboard on the internet takes. */
export const REGIONS_WITHOUT_HTTP_APIS: readonly string[] = ['ap-east-2', 'ap-southeast-6'];
