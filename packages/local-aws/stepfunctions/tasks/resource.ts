/** What a Task's `Resource` names. */
export type Resource =
  /** A Lambda function by its ARN. */
  | { readonly kind: 'function'; readonly arn: string }
  /** An integration: `type` is `lambda` or `aws-sdk:glue`, `action` is `invoke` or `startQueryExecution.sync`. */
  | { readonly kind: 'integration'; readonly type: string; readonly action: string };

const FUNCTION = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const INTEGRATION = /^arn:aws[\w-]*:states:::(?<type>aws-sdk:[\w-]+|[\w-]+):(?<action>[\w.:-]+)$/;

/** Nothing for what is neither. */
export function parseResource(resource: string): Resource | undefined {
  if (FUNCTION.test(resource)) return { kind: 'function', arn: resource };
  const { type, action } = INTEGRATION.exec(resource)?.groups ?? {};
  return type !== undefined && action !== undefined ? { kind: 'integration', type, action } : undefined;
}
