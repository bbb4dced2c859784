import { createLock } from 'local-aws/data-folder';

/** Executions that are told in the terminal, one after the other, so that no two stories mix. */
export interface Followed {
  /** Takes the ARN of an execution; it is followed when those before it have been told. */
  add(executionArn: string): void;
  /** Resolves when the next execution that is added has been told. */
  next(): Promise<void>;
}

/** `tell` learns whether the execution had to wait for its turn. */
export function followInTurn(
  tell: (executionArn: string, waited: boolean) => Promise<unknown>,
  onError: (error: unknown) => void,
): Followed {
  const lock = createLock();
  let untold = 0;
  const waiting: (() => void)[] = [];
  return {
    add(executionArn) {
      const told = waiting.splice(0);
      const waited = untold > 0;
      untold += 1;
      lock(() => tell(executionArn, waited))
        .catch(onError)
        .finally(() => {
          untold -= 1;
          for (const resolve of told) resolve();
        });
    },
    next: () => new Promise(resolve => waiting.push(resolve)),
  };
}
