import type { SFNClient } from '@aws-sdk/client-sfn';
import { createLock } from 'local-aws/data-folder';
import { functionArn } from 'local-aws/identity';
import { processedTable } from '../pipeline/catalogue';
import type { Names } from '../pipeline/names';
import { loadQueries } from '../queries/load';
import { fillDefinition } from '../statemachine/fill-definition';
import { declareStateMachine } from './provision';

/** The state machine's definition with the laptop's names and the query files as they are now. Throws `QueryFileError`. */
export function currentDefinition(names: Names, bucket: string, queriesDirectory?: string): object {
  return fillDefinition({
    FilterOrders: functionArn(names.function),
    Bucket: bucket,
    Crawler: names.crawler,
    Database: names.database,
    WorkGroup: names.workGroup,
    Table: processedTable(bucket),
    Queries: loadQueries(queriesDirectory).map(({ id, title, sql }) => ({ id, title, sql })),
  });
}

export interface QuestionsOptions {
  readonly sfn: SFNClient;
  readonly name: string;
  /** What the state machine has now. */
  readonly definition: object;
  /** Reads the definition anew. */
  readonly read: () => object;
  /** Told of a file that cannot be used; the state machine then stays as it was. */
  readonly onProblem: (error: unknown) => void;
}

/** A function that brings the state machine up to date with `queries/`, to be called before an execution starts. Calls do not overlap. */
export function keepQuestions({ sfn, name, definition, read, onProblem }: QuestionsOptions): () => Promise<void> {
  let current = JSON.stringify(definition);
  const lock = createLock();
  const update = async () => {
    try {
      const next = read();
      if (JSON.stringify(next) === current) return;
      await declareStateMachine(sfn, name, next);
      current = JSON.stringify(next);
    } catch (error) {
      onProblem(error);
    }
  };
  return () => lock(update);
}
