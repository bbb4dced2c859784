/** A handler that does what its event says. */
export async function handler(
  event: { do: string; value?: unknown },
  context: { functionName: string; getRemainingTimeInMillis(): number },
) {
  switch (event.do) {
    case 'answer':
      return { value: event.value, function: context.functionName, colour: process.env.COLOUR };
    case 'throw': {
      const error = new Error('expected "this", got that');
      error.name = 'EmptyFile';
      throw error;
    }
    case 'throw text':
      throw 'just text';
    case 'print':
      console.log('x'.repeat(5000));
      console.error('the last line');
      return context.getRemainingTimeInMillis() <= 20_000;
    case 'say much':
      return 'x'.repeat(7 * 1024 * 1024);
    case 'time': {
      const made = new Date();
      return { now: Date.now(), made: made.getTime(), given: new Date(5).getTime(), isDate: made instanceof Date };
    }
    case 'exit':
      return process.exit(3);
    default:
      return new Promise(() => setInterval(() => {}, 1000));
  }
}
