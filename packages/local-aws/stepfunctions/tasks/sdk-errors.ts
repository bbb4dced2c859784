import { TaskError } from './task-runner';

/** What the JavaScript SDK throws, as far as it is needed here. */
interface ServiceFailure {
  readonly name: string;
  readonly message: string;
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string; readonly extendedRequestId?: string };
}

/**
 * An error of `aws-sdk:<service>`, named as AWS does, after the exception classes of the SDK for Java: one that the service's model
 * knows keeps its name and ends in `Exception`; every other one is the service's own (`S3.S3Exception`).
 */
export function sdkError(service: string, model: object, action: string, error: unknown): unknown {
  if (!isServiceFailure(error)) return clientError(service, error);
  const { httpStatusCode = 0, requestId = '', extendedRequestId } = error.$metadata;
  const extended = service === 'S3' ? `, Extended Request ID: ${extendedRequestId ?? requestId}` : '';
  const cause = `${error.message} (Service: ${service}, Status Code: ${httpStatusCode}, Request ID: ${requestId}${extended})`;
  return new TaskError(`${service}.${exceptionName(service, model, action, error.name)}`, cause);
}

/** A HEAD has no body to name its error in: the SDK for Java takes the name from the operation. */
const NOT_FOUND: Readonly<Record<string, string>> = { headObject: 'NoSuchKeyException', headBucket: 'NoSuchBucketException' };

function exceptionName(service: string, model: object, action: string, name: string): string {
  if (name === 'NotFound') return NOT_FOUND[action] ?? `${service}Exception`;
  if (!(name in model)) return `${service}Exception`;
  return name.endsWith('Exception') ? name : `${name}Exception`;
}

/** An error of an optimized integration, whose causes still read as those of the SDK for Java 1. */
export function optimizedError(service: string, fullName: string, error: unknown): unknown {
  if (!isServiceFailure(error)) return clientError(service, error);
  const { httpStatusCode = 0, requestId = '' } = error.$metadata;
  const code = error.name;
  const about = `Service: ${fullName}; Status Code: ${httpStatusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new TaskError(`${service}.${code.endsWith('Exception') ? code : `${code}Exception`}`, `${error.message} (${about})`);
}

/** The service could not be reached, or the request could not be made. An abort goes on as it is. */
function clientError(service: string, error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error;
  return new TaskError(`${service}.SdkClientException`, `Unable to execute HTTP request: ${error.message}`);
}

function isServiceFailure(error: unknown): error is ServiceFailure {
  return error instanceof Error && '$fault' in error && '$metadata' in error;
}
