import { createInterface, type Interface } from 'node:readline';
import type { ReadStream } from 'node:tty';
import { Interrupted } from '../failure.ts';
import { Echo, type EchoMode } from './echo.ts';

/** Signals that would end the process before it has cleaned up. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** An answer can't be used, so the question is asked again. The message gives the reason, without a full stop. */
export class NotAccepted extends Error {}

/** Opens the terminal of this process for questions. `undefined` if standard input is no terminal. */
export const openQuestions = (screen: NodeJS.WriteStream): Questions | undefined =>
  process.stdin.isTTY ? new Questions(process.stdin, screen) : undefined;

/** Lets readline close when the terminal has gone away, which would end the program before it has cleaned up. */
function survive(input: ReadStream): void {
  const setRawMode = input.setRawMode.bind(input);
  input.setRawMode = (isRaw) => {
    try {
      return setRawMode(isRaw);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EIO') return input;
      throw error;
    }
  };
}

/** Asks questions on a terminal, one at a time. Lines typed ahead answer the next questions. */
export class Questions {
  /** Aborts at Ctrl-C and at the end of the input, so that work between two questions ends too. */
  readonly signal: AbortSignal;
  readonly #interrupt = new AbortController();
  readonly #lines: Interface;
  readonly #echo: Echo;
  readonly #typedAhead: string[] = [];
  readonly #screen: NodeJS.WriteStream;
  #waiting: { resolve: (answer: string) => void; reject: (reason: unknown) => void } | undefined;

  constructor(input: ReadStream, screen: NodeJS.WriteStream) {
    this.signal = this.#interrupt.signal;
    this.#screen = screen;
    this.#echo = new Echo(screen);
    // No history: the up arrow must not bring back a password.
    this.#lines = createInterface({ input, output: this.#echo, terminal: true, historySize: 0 });
    this.#lines.on('line', (line) => this.#answer(line));
    this.#lines.on('SIGINT', this.#stop);
    this.#lines.on('close', this.#stop);
    for (const signal of SIGNALS) process.on(signal, this.#stop);
    // Reading fails when the terminal goes away.
    input.on('error', this.#stop);
    survive(input);
    input.on('keypress', () => this.#echo.showStart(this.#lines.line));
  }

  /** Returns the line typed after `prompt`, without surrounding spaces unless it is hidden. Throws `Interrupted`. */
  async ask(prompt: string, mode: EchoMode = 'all'): Promise<string> {
    this.signal.throwIfAborted();
    this.#lines.setPrompt(prompt);
    const ready = this.#typedAhead.shift();
    this.#echo.beginAnswer(prompt, mode, ready ?? this.#lines.line);
    if (ready !== undefined) this.#echo.endAnswer();
    const answer = ready ?? (await this.#nextLine());
    // Spaces may belong to a password.
    return mode === 'none' ? answer : answer.trim();
  }

  /** Asks until `read` accepts the answer. */
  async askFor<T>(prompt: string, read: (answer: string) => T, mode: EchoMode = 'all'): Promise<T> {
    for (;;) {
      const answer = await this.ask(prompt, mode);
      try {
        return read(answer);
      } catch (error) {
        if (!(error instanceof NotAccepted)) throw error;
        this.say(`${error.message}. Please try again.`);
      }
    }
  }

  /** Width of the screen. */
  get columns(): number {
    return this.#echo.columns;
  }

  /** Drops lines that were typed before the next question. */
  forgetTypedAhead(): void {
    this.#typedAhead.length = 0;
  }

  say(line: string): void {
    this.#screen.write(`${line}\n`);
  }

  /** Restores the terminal. */
  close(): void {
    for (const signal of SIGNALS) process.off(signal, this.#stop);
    this.#waiting = undefined;
    this.#lines.close();
  }

  #nextLine(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #answer(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) {
      this.#typedAhead.push(line);
      return;
    }
    this.#echo.endAnswer();
    waiting.resolve(line);
  }

  readonly #stop = (): void => {
    if (this.signal.aborted) return;
    const interrupted = new Interrupted();
    this.#interrupt.abort(interrupted);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#echo.endAnswer();
    waiting?.reject(interrupted);
  };
}
