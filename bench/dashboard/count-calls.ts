/** The part of every SDK client that is needed here. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<unknown>) => (args: never) => Promise<unknown>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

/** Counts the calls that clients send; retries count once. */
export function countCalls(clients: readonly Client[]): () => number {
  let calls = 0;
  for (const { middlewareStack } of clients)
    middlewareStack.add(
      next => args => {
        calls += 1;
        return next(args);
      },
      { step: 'initialize', name: 'countCalls' },
    );
  return () => calls;
}
