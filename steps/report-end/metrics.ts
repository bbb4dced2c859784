import type { Manifest } from '../../pipeline/manifest';
import type { End } from './event';
import { isRefusal } from './refusals';

export interface EndMetrics {
  readonly manifest: Manifest;
  readonly end: End;
  /** What the pipeline is called: the one dimension. */
  readonly pipeline: string;
  readonly now: Date;
}

/** How executions end, as one log line in CloudWatch's embedded metric format: CloudWatch makes the metrics of it. */
export function endMetrics({ manifest, end, pipeline, now }: EndMetrics): object {
  const error = manifest.outcome === 'Failed' ? (manifest.error?.name ?? '') : undefined;
  const isRefused = error !== undefined && isRefusal(error);
  return {
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: 'OrdersPipeline',
          Dimensions: [['Pipeline']],
          Metrics: [
            { Name: 'ExecutionsAnswered', Unit: 'Count' },
            { Name: 'ExecutionsRefused', Unit: 'Count' },
            { Name: 'ExecutionsBroken', Unit: 'Count' },
          ],
        },
      ],
    },
    Pipeline: pipeline,
    ExecutionsAnswered: manifest.outcome === 'Succeeded' ? 1 : 0,
    ExecutionsRefused: isRefused ? 1 : 0,
    // An execution that was stopped or ran out of time has its own alarm.
    ExecutionsBroken: error !== undefined && !isRefused && end.status === 'FAILED' ? 1 : 0,
  };
}
