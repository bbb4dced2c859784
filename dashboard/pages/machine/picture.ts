import { durationOf } from '../../../pipeline/duration';
import type { Execution } from '../../executions/execution';
import type { Visit } from '../../executions/timeline';
import { hasBranchFailed } from '../branches';
import { pathOf } from '../run-summary';
import { type Box, LANE, MAP_HEAD, type MachineLayout } from './layout';

/** How a state looks: not yet reached, left, inside of it now, failed in it, cut off in it. */
export type Look = 'idle' | 'done' | 'open' | 'failed' | 'aborted';

/** The state machine as a picture, every state a link to what went in and out of it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly summary: string;
  readonly lines: readonly { readonly path: string; readonly look: string }[];
  readonly states: readonly PictureState[];
}

export interface PictureState extends Pick<Box, 'x' | 'y' | 'width' | 'height'> {
  readonly name: string;
  readonly look: Look;
  readonly isSelected: boolean;
  readonly path: string;
  /** `3 rounds, 2.1 s`; empty before it is reached. */
  readonly note: string;
  readonly label: string;
  readonly hint: string;
  readonly dotX: number;
  readonly textX: number;
  readonly endX: number;
  readonly textY: number;
  readonly lanes: readonly Lane[];
  /** Far states that may follow, beside the box. */
  readonly jumps: readonly { readonly name: string; readonly isTaken: boolean; readonly x: number; readonly y: number }[];
}

/** One query of the Map. */
export interface Lane {
  readonly title: string;
  readonly hint: string;
  readonly note: string;
  readonly look: Look;
  readonly isSelected: boolean;
  readonly path: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly dotX: number;
  readonly textX: number;
  readonly endX: number;
  readonly textY: number;
}

export interface PictureData {
  readonly layout: MachineLayout;
  readonly visits: readonly Visit[];
  readonly run: Execution;
  /** Of the queries, by iteration. */
  readonly titles: readonly string[];
  readonly selected: { readonly state: string; readonly iteration: number | null } | null;
  readonly now: Date;
}

export function pictureOf({ layout, visits, run, titles, selected, now }: PictureData): Picture {
  const staysIn = (state: string, iteration: number | null) =>
    visits.filter(visit => visit.state === state && visit.iteration === iteration);
  const entered = visits.filter(({ iteration }) => iteration === null).map(({ state }) => state);
  const taken = new Set(entered.slice(1).map((to, index) => `${entered[index]} ${to}`));
  const isAborted = run.status === 'ABORTED' || run.status === 'TIMED_OUT';

  const states = layout.boxes.map((box): PictureState => {
    const stays = staysIn(box.name, null);
    const look = lookOf(stays, run.error?.state === box.name && run.status !== 'SUCCEEDED');
    const note = noteOf(stays);
    return {
      name: box.name,
      x: box.x,
      y: box.y,
      width: box.width,
      height: box.height,
      look,
      isSelected: selected?.state === box.name && selected.iteration === null,
      path: `${pathOf(run)}?state=${encodeURIComponent(box.name)}#state`,
      note,
      label: `${[box.name, note].filter(Boolean).join(' ')}, ${WORDS[look]}`,
      hint: box.comment ?? `${box.name}: ${box.type}`,
      dotX: box.x + 13,
      textX: box.x + 24,
      endX: box.x + box.width - 14,
      textY: box.y + 17,
      jumps: box.jumps.map((name, index) => ({
        name,
        isTaken: taken.has(`${box.name} ${name}`),
        x: box.x + box.width + 5,
        y: box.y + box.height / 2 + 12 * (index - (box.jumps.length - 1) / 2),
      })),
      lanes: box.inner.length === 0 ? [] : titles.map((title, index) => laneOf(box, title, index)),
    };
  });
  return {
    width: layout.width,
    height: layout.height,
    summary: `The state machine: ${states.filter(({ look }) => look !== 'idle').length} of ${states.length} states reached`,
    lines: layout.lines.map(({ path, from, to, isCatch, isBack }) => ({
      path,
      look: [taken.has(`${from} ${to}`) ? 'taken' : '', isCatch ? 'catch' : '', isBack ? 'back' : ''].filter(Boolean).join(' '),
    })),
    states,
  };

  function laneOf(box: Box, title: string, index: number): Lane {
    const stays = box.inner.flatMap(state => staysIn(state, index)).toSorted((a, b) => Number(a.enteredAt) - Number(b.enteredAt));
    const last = stays.at(-1);
    const look = lookOf(stays, hasBranchFailed(run.manifest, index));
    const state = last?.state ?? box.inner[0] ?? '';
    const note = noteOf(stays.slice(0, 1).map(stay => ({ ...stay, leftAt: last?.leftAt ?? null })));
    const shown = title.length > 34 ? `${title.slice(0, 33)}…` : title;
    return {
      title: shown,
      hint: title,
      note,
      look,
      isSelected: selected?.iteration === index && box.inner.includes(selected.state),
      path: `${pathOf(run)}?state=${encodeURIComponent(state)}&iteration=${index}#state`,
      label: `${[shown, note].filter(Boolean).join(' ')}, ${WORDS[look]}`,
      x: box.x + 6,
      y: box.y + MAP_HEAD + LANE * index,
      width: box.width - 12,
      height: LANE - 4,
      dotX: box.x + 17,
      textX: box.x + 28,
      endX: box.x + box.width - 14,
      textY: box.y + MAP_HEAD + LANE * index + (LANE - 4) / 2,
    };
  }

  function lookOf(stays: readonly Visit[], failed: boolean): Look {
    const last = stays.at(-1);
    if (!last) return 'idle';
    if (failed) return 'failed';
    if (last.leftAt) return 'done';
    if (!run.stoppedAt) return 'open';
    // Succeed and Fail states are never left; what an abort or a timeout cut off did not end either.
    return isAborted ? 'aborted' : run.status === 'FAILED' ? 'failed' : 'done';
  }

  function noteOf(stays: readonly Visit[]): string {
    if (stays.length === 0) return '';
    const end = run.stoppedAt ?? now;
    const spent = stays.reduce((sum, { enteredAt, leftAt }) => sum + (leftAt ?? end).getTime() - enteredAt.getTime(), 0);
    const rounds = stays.length > 1 ? `${stays.length} × ` : '';
    return spent >= 10 || rounds ? `${rounds}${durationOf(spent)}` : '';
  }
}

const WORDS: Readonly<Record<Look, string>> = {
  idle: 'not reached',
  done: 'done',
  open: 'in it now',
  failed: 'failed',
  aborted: 'cut off',
};
