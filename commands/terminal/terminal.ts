import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { printable } from './table';

type Style = Parameters<typeof styleText>[0];

/** One line of an execution's progress. */
export interface Line {
  readonly at: Date;
  readonly kind: 'entered' | 'left' | 'trouble';
  readonly text: string;
}

/** Where a command writes: coloured and with a progress bar on a terminal, plain lines without control characters anywhere else. */
export interface Terminal {
  /** One line; `style` counts on a terminal only. */
  line(text: string, style?: Style): void;
  /** One line of the progress of an execution. */
  step(line: Line, prefix?: string): void;
  /** A share from 0 to 1. Anywhere but on a terminal nothing is shown. */
  progress(label: string, share: number): void;
}

const MARKS = { entered: '→', left: '✓', trouble: '✗' } as const;
const STYLES = { entered: 'gray', left: 'green', trouble: 'red' } as const;
const BAR = 30;

export function terminal(out: WriteStream = process.stdout): Terminal {
  const colours = out.isTTY && !process.env.NO_COLOR;
  const paint = (text: string, style?: Style) => (colours && style ? styleText(style, text) : text);
  // The reader may close the pipe before the end (`| head`): the work goes on without output.
  out.on('error', error => {
    if (!('code' in error && error.code === 'EPIPE')) throw error;
  });
  let bar = false;
  const clear = () => {
    if (bar) out.write('\r\u001B[K');
    bar = false;
  };
  const line = (text: string, style?: Style) => {
    clear();
    out.write(`${paint(printable(text), style)}\n`);
  };
  return {
    line,
    step({ at, kind, text }, prefix = '') {
      line(`${at.toISOString().slice(11, 23)}  ${MARKS[kind]} ${prefix}${text}`, STYLES[kind]);
    },
    progress(label, share) {
      if (!out.isTTY) return;
      const full = Math.round(share * BAR);
      out.write(`\r\u001B[K${label} ${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${Math.floor(share * 100)} %`);
      bar = true;
    },
  };
}
