import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

/** Asks a question on the terminal. The end of the input is no answer: it gives an empty text. */
export async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await Promise.race([prompt.question(question), once(prompt, 'close').then(() => '')]);
  } finally {
    prompt.close();
  }
}
