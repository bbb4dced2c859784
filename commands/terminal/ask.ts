import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

/** Asks on the terminal. Returns an empty text at the end of the input. */
export async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await Promise.race([prompt.question(question), once(prompt, 'close').then(() => '')]);
  } finally {
    prompt.close();
  }
}
