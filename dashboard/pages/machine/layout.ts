import { Graph, layout } from '@dagrejs/dagre';
import { fixed } from '../points';
import type { Machine, Transition } from './definition';

/** Where everything in the picture lies, in pixels. */
export interface MachineLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

export interface Box {
  readonly name: string;
  readonly type: string;
  readonly comment: string | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The states of a Map's iterations. */
  readonly inner: readonly string[];
  /** Far states that may follow: named beside the box, since a line across the picture would hide more than it shows. */
  readonly jumps: readonly string[];
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly isCatch: boolean;
  /** Against the flow: a loop. */
  readonly isBack: boolean;
  readonly path: string;
}

const CHARACTER = 7.3;
const HEIGHT = 34;
/** Of a lane: one iteration of a Map. */
export const LANE = 26;
export const MAP_HEAD = 34;
const MAP_WIDTH = 280;
/** Dagre counts boxes alone: lines of loops run beside them, and names of far states stand above and below. */
const MARGIN = 28;

/** So many states further down, or back up, in the order of the definition, a line is still drawn. */
const FAR_DOWN = 5;
const FAR_UP = 4;

/** `lanes`: how many iterations a Map has. */
export function layoutOf({ states, transitions }: Machine, lanes: number): MachineLayout {
  const place = new Map(states.map(({ name }, index) => [name, index]));
  const distance = ({ from, to }: Transition) => (place.get(to) ?? 0) - (place.get(from) ?? 0);
  const arrivals = (name: string) => transitions.filter(({ to }) => to === name);
  // Where nothing nearer leads to a state, its far line stays.
  const isFar = (transition: Transition) => {
    const far = distance(transition) > FAR_DOWN || distance(transition) < -FAR_UP;
    const nearest = Math.min(...arrivals(transition.to).map(other => Math.abs(distance(other))));
    return far && Math.abs(distance(transition)) > nearest;
  };
  const drawn = transitions.filter(transition => !isFar(transition));
  const jumpsFrom = (name: string) => transitions.filter(transition => transition.from === name && isFar(transition)).map(({ to }) => to);

  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 16, ranksep: 26, edgesep: 14, marginx: MARGIN, marginy: MARGIN });
  for (const { name, inner } of states) {
    graph.setNode(name, {
      width: widthOf(name, inner) + jumpWidthOf(jumpsFrom(name)),
      height: inner.length > 0 ? MAP_HEAD + LANE * lanes + 6 : HEIGHT,
    });
  }
  // A loop is handed over the other way around: the order of the definition is the order of the picture.
  const isBack = (transition: Transition) => distance(transition) <= 0;
  for (const transition of drawn) {
    const [from, to] = isBack(transition) ? [transition.to, transition.from] : [transition.from, transition.to];
    graph.setEdge(from, to, { weight: isBack(transition) ? 1 : 3 }, nameOf(transition));
  }
  layout(graph);

  const boxes = states.map(({ name, type, comment, inner }) => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(name);
    const box = { x: Math.round(x - width / 2), y: Math.round(y - height / 2), width: widthOf(name, inner), height };
    return { name, type, comment, inner, jumps: jumpsFrom(name), ...box };
  });
  const lines = drawn.map(transition => {
    const back = isBack(transition);
    const [from, to] = back ? [transition.to, transition.from] : [transition.from, transition.to];
    const { points = [] } = graph.edge(from, to, nameOf(transition));
    const course = back ? points.toReversed() : points;
    return {
      ...transition,
      isBack: back,
      path: smooth(
        fromBox(
          course,
          boxes.find(({ name }) => name === transition.from),
        ),
      ),
    };
  });
  const { width = 0, height = 0 } = graph.graph();
  return { width: Math.ceil(width), height: Math.ceil(height), boxes, lines };
}

function widthOf(name: string, inner: readonly string[]): number {
  return inner.length > 0 ? MAP_WIDTH : Math.round(Math.max(7, name.length) * CHARACTER + 46);
}

/** The longest name, in smaller letters, behind an arrow. */
function jumpWidthOf(names: readonly string[]): number {
  return names.length === 0 ? 0 : Math.round(Math.max(...names.map(({ length }) => length)) * 6.2 + 22);
}

function nameOf({ from, to, isCatch }: Transition): string {
  return `${from} ${to} ${isCatch}`;
}

/** A line that would begin behind the names beside a box begins under the box. */
function fromBox(points: readonly Place[], box: Box | undefined): readonly Place[] {
  const [first, ...rest] = points;
  if (!first || !box || first.x <= box.x + box.width) return points;
  return [{ x: box.x + box.width - 14, y: box.y + box.height }, ...rest];
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Through the middle of every piece, round at the corners. */
function smooth(points: readonly Place[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  const at = ({ x, y }: Place) => `${fixed(x)} ${fixed(y)}`;
  const curves = rest.slice(0, -1).map((corner, index) => {
    const next = rest[index + 1] ?? last;
    const end = index === rest.length - 2 ? next : { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
    return `Q${at(corner)} ${at(end)}`;
  });
  return curves.length > 0 ? `M${at(first)} ${curves.join(' ')}` : `M${at(first)} L${at(last)}`;
}
