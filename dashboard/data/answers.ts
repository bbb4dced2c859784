import type { Execution } from '../executions/execution';
import type { Executions } from '../executions/executions';
import type { OlderAnswer } from '../executions/latest';
import type { QueryRun } from '../executions/manifest';
import { problemOf } from '../executions/problem';
import { type Row, resultRows } from '../executions/result';

/** Where the result of a query is: in the execution itself or, for the newest answers, in an earlier one where that query failed. */
export interface AnswerSource {
  readonly query: QueryRun;
  readonly run: Execution;
  readonly isOlder: boolean;
}

export function answerSources(run: Execution, older: ReadonlyMap<string, OlderAnswer>): readonly AnswerSource[] {
  return (run.manifest?.queries ?? []).map(query => {
    const found = older.get(query.id);
    return found ? { ...found, isOlder: true } : { query, run, isOlder: false };
  });
}

/** `/answers.json`, piece by piece: results may be larger than memory. Undefined is an execution that there is not yet. */
export async function* answersJson(
  runs: Executions,
  run: Execution | undefined,
  older: ReadonlyMap<string, OlderAnswer>,
): AsyncGenerator<string> {
  const head = { asOf: run?.manifest?.asOf ?? null, execution: run?.name ?? null };
  yield `${JSON.stringify(head).slice(0, -1)},"results":{`;
  for (const [index, source] of (run ? answerSources(run, older) : []).entries()) {
    yield `${index > 0 ? ',' : ''}${JSON.stringify(source.query.id)}:{`;
    yield* resultMembers(runs, source);
    yield '}';
  }
  yield '}}\n';
}

/** `/results/QUERY.json`. */
export async function* resultJson(runs: Executions, source: AnswerSource): AsyncGenerator<string> {
  const { query, run } = source;
  yield `${JSON.stringify({ id: query.id, asOf: run.manifest?.asOf ?? null, execution: run.name }).slice(0, -1)},`;
  yield* resultMembers(runs, source);
  yield '}\n';
}

/** Title, columns and rows. Amounts and numbers are text, as Athena gave them; NULL is null. Where there is no result, both are null. */
async function* resultMembers(runs: Executions, { query, run, isOlder }: AnswerSource): AsyncGenerator<string> {
  const result = query.location ? await runs.result(query.location) : undefined;
  const head = {
    title: query.title,
    ...(isOlder && { older: { execution: run.name, asOf: run.manifest?.asOf ?? null } }),
    ...(result ? { columns: result.columns } : { columns: null, rows: null, error: problemOf(query) }),
  };
  yield JSON.stringify(head).slice(1, -1);
  if (!result) return;
  if (result.cut || result.isShortened) yield* streamedRows(runs, query.location ?? '');
  else yield `,"rows":${JSON.stringify(result.rows)}`;
}

async function* streamedRows(runs: Executions, location: string): AsyncGenerator<string> {
  const file = await runs.openResult(location);
  yield ',"rows":[';
  let index = -1;
  for await (const row of file ? resultRows(file) : none()) {
    // The first line is the header.
    if (index >= 0) yield `${index > 0 ? ',' : ''}${JSON.stringify(row)}`;
    index += 1;
  }
  yield ']';
}

async function* none(): AsyncGenerator<Row> {}
