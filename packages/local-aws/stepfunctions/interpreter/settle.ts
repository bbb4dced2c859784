import type { Json, Template } from '../jsonata/template';
import { evaluateFields, type Seen } from './evaluate';
import type { Outcome, Visit } from './visit';

interface Fields {
  readonly Assign?: Readonly<Record<string, Template>> | undefined;
  readonly Output?: Template | undefined;
}

/**
 * Evaluates the Assign and Output of a state, a Choice rule or a catcher (then `place` is `Choices[0]/`). Both read the variables as they
 * were on entry. Without an Output the state gives `otherwise`.
 */
export async function settle(visit: Visit, { Assign, Output }: Fields, otherwise: Json, seen: Seen = {}, place = ''): Promise<Outcome> {
  const names = Object.keys(Assign ?? {});
  const assignments = names.map(name => [`${place}Assign/${name}`, Assign?.[name]] as const);
  const values = await evaluateFields(visit, { ...Object.fromEntries(assignments), [`${place}Output`]: Output }, seen);
  const assigned = names.map(name => [name, values[`${place}Assign/${name}`] ?? 'null'] as const);
  return { output: values[`${place}Output`] ?? otherwise, ...(names.length > 0 && { assigned: Object.fromEntries(assigned) }) };
}
