import type { Athena } from '../athena/athena';
import type { EventBus } from '../eventbridge';
import type { Lambda } from '../lambda/lambda';
import type { S3Service } from '../s3';
import type { StepFunctionsService } from '../stepfunctions';

/** How long a data folder keeps what has ended, in days; a log, in bytes. */
export interface Retention {
  readonly executions: number;
  readonly queries: number;
  readonly deadLetters: number;
  readonly logBytes: number;
  /** Which objects of S3 expire, as by lifecycle rules. Called last, so that it sees the objects as they are then. */
  readonly objects: () => Promise<Parameters<S3Service['retain']>[0]>;
}

export interface KeptServices {
  readonly s3: Pick<S3Service, 'retain'>;
  readonly athena: Pick<Athena, 'retain'>;
  readonly stepFunctions: Pick<StepFunctionsService, 'retain'>;
  readonly bus: Pick<EventBus, 'retain'>;
  readonly lambda: Pick<Lambda, 'retain'>;
}

/** How many of each were removed. */
export interface Forgotten {
  readonly executions: number;
  readonly queries: number;
  readonly objects: number;
  readonly deadLetters: number;
}

/** Removes from the data folder what is older than the retention. */
export async function forgetOld(services: KeptServices, retention: Retention): Promise<Forgotten> {
  const { s3, athena, stepFunctions, bus, lambda } = services;
  const executions = await stepFunctions.retain({ days: retention.executions });
  const queries = await athena.retain({ days: retention.queries });
  const deadLetters = await bus.retain({ deadLetterDays: retention.deadLetters });
  await lambda.retain({ logBytes: retention.logBytes });
  return { executions, queries, deadLetters, objects: await s3.retain(await retention.objects()) };
}

const EVERY_MS = 6 * 3_600_000;

/** Calls `forget` now and every six hours. Returns a function that ends this. */
export function keepForgetting(forget: () => Promise<unknown>, onProblem: (error: unknown) => void): () => void {
  let isStopped = false;
  const run = () => void forget().catch(error => isStopped || onProblem(error));
  run();
  const timer = setInterval(run, EVERY_MS).unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
