import * as z from 'zod';

const Settings = z.object({
  BUCKET: z.string().min(1),
  PIPELINE: z.string().min(1),
  DASHBOARD_URL: z.url().transform(url => url.replace(/\/$/, '')),
  TOPIC_ARN: z.string().startsWith('arn:'),
  /** Gets each message as `{"text": "…"}`, which Slack and most others take. */
  WEBHOOK: z.url({ protocol: /^https?$/ }).optional(),
  ANSWERS: z.enum(['true', 'false']).default('false'),
});

export interface ReportSettings {
  readonly bucket: string;
  readonly pipeline: string;
  readonly dashboard: string;
  readonly topicArn: string;
  readonly webhook: string | undefined;
  /** Whether new answers are a message, too. */
  readonly answers: boolean;
}

/** Reads the function's environment. Throws with the name of a variable that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): ReportSettings {
  const { BUCKET, PIPELINE, DASHBOARD_URL, TOPIC_ARN, WEBHOOK, ANSWERS } = Settings.parse(environment);
  return {
    bucket: BUCKET,
    pipeline: PIPELINE,
    dashboard: DASHBOARD_URL,
    topicArn: TOPIC_ARN,
    webhook: WEBHOOK,
    answers: ANSWERS === 'true',
  };
}
