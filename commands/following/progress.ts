import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { durationOf } from '../../pipeline/duration';
import type { Line } from '../terminal/terminal';
import { facts } from './facts';

/** States that are over as soon as they begin get one line, when they are left. */
const INSTANT = new Set(['PassStateEntered', 'ChoiceStateEntered', 'SucceedStateEntered', 'FailStateEntered']);

/**
 * Tells an execution's history as lines, event by event, in the order of their ids. Which state an event belongs to follows from
 * `previousEventId`, so that five queries at once are kept apart.
 */
export function createProgress(): (event: HistoryEvent) => readonly Line[] {
  const labels = new Map<number, string>();
  const enteredAt = new Map<string, Date>();
  /** States whose task has failed, and not succeeded since. */
  const failing = new Set<string>();

  return event => {
    const { id = 0, type = '', previousEventId = 0, timestamp: at = new Date(0) } = event;
    const label = labels.get(previousEventId) ?? 'a task';
    labels.set(id, label);
    const entered = event.stateEnteredEventDetails;
    if (entered) {
      const label = labelOf(entered.name, entered.input);
      labels.set(id, label);
      enteredAt.set(label, at);
      return INSTANT.has(type) ? [] : [{ at, kind: 'entered', text: label }];
    }
    const left = event.stateExitedEventDetails;
    if (left) {
      const label = labelOf(left.name, left.output);
      const milliseconds = at.getTime() - (enteredAt.get(label) ?? at).getTime();
      return [{ at, kind: failing.delete(label) ? 'trouble' : 'left', text: `${label}  ${durationOf(milliseconds)}` }];
    }
    const failed = event.taskFailedEventDetails ?? event.taskTimedOutEventDetails ?? event.taskStartFailedEventDetails;
    if (failed && isExpected(label, failed.cause)) return [{ at, kind: 'left', text: `${label}: ${EXPECTED[label]}` }];
    if (failed) {
      failing.add(label);
      return [{ at, kind: 'trouble', text: `${label}: ${failed.error ?? type}: ${short(failed.cause)}` }];
    }
    const succeeded = event.taskSucceededEventDetails?.output;
    if (succeeded !== undefined) failing.delete(label);
    return facts(succeeded).map(text => ({ at, kind: 'left', text: `${label}: ${text}` }));
  };
}

/** Errors of S3 that are expected where executions share one set of queries. */
const EXPECTED: Readonly<Record<string, string>> = {
  Claim: 'another execution runs the queries for all of this moment',
  FindAnswer: 'it has not ended yet',
};

function isExpected(label: string, cause = ''): boolean {
  return label in EXPECTED && /Status Code: (412|404|403)\b/.test(cause);
}

/** All queries share a state: the label has the id of the query. */
function labelOf(name = '', data = ''): string {
  const id = name === 'RunQuery' || name === 'MarkFailed' ? /"id":"([^"]*)"/.exec(data)?.[1] : undefined;
  return id === undefined ? name : `${name} ${id}`;
}

/** Why a task failed, in the failed service's words, short enough for a line. */
export function short(cause = ''): string {
  const said = /"(?:errorMessage|StateChangeReason)":"(.*?)","/.exec(cause)?.[1]?.replaceAll('\\"', '"') ?? cause;
  return said.length > 300 ? `${said.slice(0, 300)}…` : said;
}
