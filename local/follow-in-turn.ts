import { createLock } from './data-folder/lock';

/** Executions that are told in the terminal, one after the other, so that no two stories mix. */
export interface Followed {
  /** Takes the ARN of an execution; it is followed when those before it have been told. */
  add(executionArn: string): void;
  /** Resolves when the next execution that is added has been told. */
  next(): Promise<void>;
}

export function followInTurn(tell: (executionArn: string) => Promise<unknown>, onError: (error: unknown) => void): Followed {
  const lock = createLock();
  const waiting: (() => void)[] = [];
  return {
    add(executionArn) {
      const told = waiting.splice(0);
      lock(() => tell(executionArn))
        .catch(onError)
        .finally(() => {
          for (const resolve of told) resolve();
        });
    },
    next: () => new Promise(resolve => waiting.push(resolve)),
  };
}
