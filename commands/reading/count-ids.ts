/** So many different ids are compared; of a larger file the beginning counts. */
const MAX_IDS = 2_000_000;

/** Counts the ids that stand in several written rows, from the blocks of a processed file. */
export function countIds() {
  const amounts = new Map<string, string>();
  const several = new Map<string, boolean>();
  let rest = '';
  let isHeader = true;
  const take = (line: string) => {
    const [, id = '', tail = ''] = /^("(?:[^"]|"")*"|[^,]*),(.*)$/.exec(line) ?? [];
    const [, amount = ''] = /^(?:"(?:[^"]|"")*"|[^,]*),([^,]*)/.exec(tail) ?? [];
    const before = amounts.get(id);
    if (before === undefined) {
      if (amounts.size < MAX_IDS) amounts.set(id, amount);
    } else several.set(id, (several.get(id) ?? false) || Number(before) !== Number(amount));
  };
  return {
    add(block: Uint8Array): void {
      const lines = (rest + Buffer.from(block).toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (isHeader) isHeader = false;
        else take(line);
      }
    },
    reset(): void {
      amounts.clear();
      several.clear();
      rest = '';
      isHeader = true;
    },
    /** How many ids are repeated, and how many of them with different amounts. */
    counts: () => ({ repeated: several.size, differing: [...several.values()].filter(Boolean).length }),
  };
}
