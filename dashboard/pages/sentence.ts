/** A sentence in which names of people's files stand: the page keeps their direction of writing to themselves. */
export type Sentence = readonly { readonly text: string; readonly isName: boolean }[];

/** What is put in is a name: sentence`${key} is being read.` */
export function sentence(words: TemplateStringsArray, ...names: readonly string[]): Sentence {
  return words.flatMap((text, index) => {
    const name = names[index];
    return [...(text === '' ? [] : [{ text, isName: false }]), ...(name === undefined ? [] : [{ text: name, isName: true }])];
  });
}
