const WIDTH = 24;
/** Shortest time between two drawings. */
const EVERY_MS = 100;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Formats a number of bytes, such as `12.4 MB`. */
export function bytesText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}

/** Shows one line of progress on a terminal. Shows nothing if `screen` is no terminal. */
export class Progress {
  readonly #screen: NodeJS.WriteStream;
  readonly #now: () => number;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #hasEnded = false;

  constructor(screen: NodeJS.WriteStream, now: () => number = () => performance.now()) {
    this.#screen = screen;
    this.#now = now;
  }

  /** Shows `done` of `total`. An unknown total is 0. */
  show(label: string, done: number, total: number): void {
    const now = this.#now();
    if (this.#hasEnded || !this.#screen.isTTY || now - this.#drawnAt < EVERY_MS) return;
    this.#drawnAt = now;
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const full = Math.round(share * WIDTH);
    const bar = total > 0 ? `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${Math.floor(share * 100)} %  ` : '';
    const text = `${bar}${label}`.slice(0, (this.#screen.columns ?? 80) - 1);
    this.#screen.write(`\r\u001b[K${text}`);
  }

  /** Removes the line for good: work that still ends after an interruption must not draw into the message. */
  end(): void {
    if (this.#drawnAt > Number.NEGATIVE_INFINITY) this.#screen.write('\r\u001b[K');
    this.#drawnAt = Number.NEGATIVE_INFINITY;
    this.#hasEnded = true;
  }
}
