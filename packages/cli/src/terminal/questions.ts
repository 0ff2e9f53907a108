import { createInterface, type Interface } from 'node:readline';
import type { ReadStream } from 'node:tty';
import { Interrupted } from '../failure.ts';
import { Echo, type EchoMode } from './echo.ts';

/** Asks one thing after another on a terminal. What is typed ahead answers the next question. */
export class Questions {
  /** Aborts at Ctrl-C and at the end of the input, so that what runs between two questions ends too. */
  readonly signal: AbortSignal;
  readonly #interrupt = new AbortController();
  readonly #lines: Interface;
  readonly #echo: Echo;
  readonly #typedAhead: string[] = [];
  #waiting: { resolve: (answer: string) => void; reject: (reason: unknown) => void } | undefined;

  constructor(input: ReadStream, screen: NodeJS.WriteStream) {
    this.signal = this.#interrupt.signal;
    this.#echo = new Echo(screen);
    // No history: the up arrow must not bring back a password.
    this.#lines = createInterface({ input, output: this.#echo, terminal: true, historySize: 0 });
    this.#lines.on('line', (line) => this.#answer(line));
    this.#lines.on('SIGINT', () => this.#stop());
    this.#lines.on('close', () => this.#stop());
    input.on('keypress', () => this.#echo.showStart(this.#lines.line));
  }

  /** The line that is typed after `prompt`, without spaces around it. Throws `Interrupted`. */
  async ask(prompt: string, mode: EchoMode = 'all'): Promise<string> {
    this.signal.throwIfAborted();
    this.#lines.setPrompt(prompt);
    const ready = this.#typedAhead.shift();
    this.#echo.begin(prompt, mode, ready ?? this.#lines.line);
    if (ready !== undefined) {
      this.#echo.end();
      return ready.trim();
    }
    const answer = await new Promise<string>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    return answer.trim();
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.#waiting = undefined;
    this.#lines.close();
  }

  #answer(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) {
      this.#typedAhead.push(line);
      return;
    }
    this.#echo.end();
    waiting.resolve(line);
  }

  #stop(): void {
    if (this.signal.aborted) return;
    const interrupted = new Interrupted();
    this.#interrupt.abort(interrupted);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#echo.end();
    waiting?.reject(interrupted);
  }
}
