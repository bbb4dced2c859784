/** A handler that does what its event says. */
export async function handler(event: { do: string; value?: unknown }, context: { functionName: string }) {
  switch (event.do) {
    case 'answer':
      return { value: event.value, function: context.functionName, colour: process.env.COLOUR };
    case 'throw': {
      const error = new Error('expected "this", got that');
      error.name = 'EmptyFile';
      throw error;
    }
    case 'exit':
      return process.exit(3);
    default:
      return new Promise(() => setInterval(() => {}, 1000));
  }
}
