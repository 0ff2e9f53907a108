/** Reports the progress of the work. */
export interface Progress {
  /** Starts a phase. Returns a function to call with each amount done of `total`, in bytes or items. */
  phase(name: string, total: number): (amount: number) => void;
  /** Ends the last phase, whether it succeeded or not. */
  end(): void;
}

export const silent: Progress = { phase: () => () => undefined, end: () => undefined };

const WIDTH = 30;
const REDRAW_MS = 100;

/** Shows a progress bar per phase on a terminal, else one line per phase. */
export function showProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY)
    return {
      phase: (name) => {
        stream.write(`${name} …\n`);
        return () => undefined;
      },
      end: () => undefined,
    };
  let draw: (() => void) | null = null;
  const end = () => {
    draw?.();
    if (draw) stream.write('\n');
    draw = null;
  };
  return {
    phase(name, total) {
      end();
      let done = 0;
      let drawn = 0;
      const show = () => {
        const part = total === 0 ? 1 : Math.min(done / total, 1);
        const bar = '█'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '░');
        stream.write(`\r${name.padEnd(12)} ${bar} ${String(Math.floor(part * 100)).padStart(3)} %`);
      };
      draw = show;
      show();
      return (amount) => {
        done += amount;
        if (Date.now() - drawn < REDRAW_MS) return;
        drawn = Date.now();
        show();
      };
    },
    end,
  };
}
