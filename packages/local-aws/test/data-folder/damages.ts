import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';

export interface DamageToDo {
  readonly name: string;
  readonly damage: (path: string) => Promise<void>;
}

/** What power cuts, other programs and people do to a JSON file. */
export const damages: readonly DamageToDo[] = [
  { name: 'empty', damage: path => writeFile(path, '') },
  { name: 'cut off', damage: async path => writeFile(path, (await readFile(path)).subarray(0, 10)) },
  { name: 'full of zeros', damage: async path => writeFile(path, Buffer.alloc((await readFile(path)).length)) },
  { name: 'JSON of another form', damage: path => writeFile(path, '{"some":["thing","else"]}') },
  {
    name: 'a folder',
    async damage(path) {
      await rm(path);
      await mkdir(path);
    },
  },
];
