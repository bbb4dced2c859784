import type { S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Manifest } from '../../pipeline/manifest';
import { parseEnd } from './event';
import { firstRows } from './first-rows';
import { manifestOfEnd } from './manifest-of-end';
import { answersMessage, failureMessage, type Message } from './message';
import { endMetrics } from './metrics';
import { type ReportSettings, readSettings } from './settings';

export interface HandlerOptions {
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Receives one JSON line per fact, never rows. */
  readonly print?: (line: string) => void;
  readonly now?: () => Date;
}

export type Handler = (event: unknown) => Promise<void>;

/**
 * ReportEnd: runs when an execution has ended. Writes the manifest of one that ended without one, counts how executions end, and sends one
 * message for what failed, and for new answers where they are asked for.
 */
export function createHandler({ s3, sns, environment, print = console.info, now = () => new Date() }: HandlerOptions): Handler {
  const settings = readSettings(environment);
  return async event => {
    const end = parseEnd(event);
    const manifest = await manifestOfEnd(s3, settings.bucket, end);
    if (manifest === undefined) return;
    print(JSON.stringify(endMetrics({ manifest, end, pipeline: settings.pipeline, now: now() })));
    const message = await messageFor(s3, manifest, settings);
    if (message !== undefined) await send(message, sns, settings);
    print(JSON.stringify({ execution: end.name, status: end.status, outcome: manifest.outcome, sent: message?.subject ?? null }));
  };
}

async function messageFor(s3: S3Client, manifest: Manifest, settings: ReportSettings): Promise<Message | undefined> {
  if (manifest.outcome === 'Failed') return failureMessage(manifest, settings);
  const isNew = manifest.outcome === 'Succeeded' && manifest.answeredBy === null && !manifest.isAsOfGiven;
  return settings.answers && isNew ? answersMessage(manifest, await firstRows(s3, manifest), settings) : undefined;
}

/** By mail through the topic, and to the webhook. Where one of them fails the other still gets it, and Lambda tries again. */
async function send({ subject, text }: Message, sns: SNSClient, { topicArn, webhook }: ReportSettings): Promise<void> {
  const sent = await Promise.allSettled([
    sns.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text })),
    ...(webhook === undefined ? [] : [post(webhook, `${subject}\n\n${text}`)]),
  ]);
  const failed = sent.find(each => each.status === 'rejected');
  if (failed) throw failed.reason;
}

async function post(webhook: string, text: string): Promise<void> {
  const response = await fetch(webhook, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text }),
    signal: AbortSignal.timeout(10_000),
  });
  // The address is left out: who has it may post.
  if (!response.ok) throw new Error(`expected the webhook to take the message, got status ${response.status}`);
}
