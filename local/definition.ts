import type { SFNClient } from '@aws-sdk/client-sfn';
import { createLock } from 'local-aws/data-folder';
import { functionArn, stateMachineArn } from 'local-aws/identity';
import { type PipelineSettings, pipelineDefinition } from '../pipeline/definition';
import type { Names } from '../pipeline/names';
import { loadQueries } from '../queries/load';
import { declareStateMachine } from './provision';

export interface DefinitionOptions {
  readonly names: Names;
  readonly bucket: string;
  readonly settings: PipelineSettings;
  /** Else the project's own. */
  readonly queriesDirectory?: string | undefined;
}

/** The state machine's definition with the local names and the files as they are now. Throws `QueryFileError`, `ModelError`, `DefinitionError`. */
export function currentDefinition({ names, bucket, settings, queriesDirectory }: DefinitionOptions): object {
  return pipelineDefinition({
    names,
    bucket,
    settings,
    filterFunction: functionArn(names.function),
    sweepFunction: functionArn(names.sweepFunction),
    stateMachine: stateMachineArn(names.stateMachine),
    queries: loadQueries(queriesDirectory),
  });
}

export interface KeepOptions {
  readonly sfn: SFNClient;
  readonly name: string;
  /** What the state machine has now. */
  readonly definition: object;
  /** Reads the files again. */
  readonly read: () => object;
  /** Receives the error of a file that cannot be used; the state machine then stays as it was. */
  readonly onProblem: (error: unknown) => void;
}

/** A function that brings the state machine up to date with the files, to be called before an execution starts. Calls do not overlap. */
export function keepDefinition({ sfn, name, definition, read, onProblem }: KeepOptions): () => Promise<void> {
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
