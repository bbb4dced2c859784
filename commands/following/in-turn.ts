/** Prints the progress of executions one after the other, so that the lines of two executions never mix. */
export interface Followed {
  /** Adds an execution by its ARN; it is followed when those before it have been printed. */
  add(executionArn: string): void;
  /** Resolves when the next execution that is added has been printed. */
  next(): Promise<void>;
}

/** `tell` prints one execution; its second argument says whether the execution had to wait for its turn. */
export function followInTurn(
  tell: (executionArn: string, waited: boolean) => Promise<unknown>,
  onError: (error: unknown) => void,
): Followed {
  let last: Promise<unknown> = Promise.resolve();
  let unfinished = 0;
  const waiting: (() => void)[] = [];
  return {
    add(executionArn) {
      const served = waiting.splice(0);
      const waited = unfinished > 0;
      unfinished += 1;
      last = last
        .then(() => tell(executionArn, waited))
        .catch(onError)
        .finally(() => {
          unfinished -= 1;
          for (const resolve of served) resolve();
        });
    },
    next: () => new Promise(resolve => waiting.push(resolve)),
  };
}
