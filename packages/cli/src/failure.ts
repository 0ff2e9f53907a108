/** Exit codes of both programs. The README lists them. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  unreachable: 4,
  file: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * An expected failure of a command, with a message of one sentence and advice. Both are shown, so neither may hold a
 * secret.
 */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly advice: string | undefined;

  constructor(exitCode: ExitCode, message: string, advice?: string) {
    super(message);
    this.exitCode = exitCode;
    this.advice = advice;
  }
}

/** Ctrl-C, or the end of the input, during a question or a wait. */
export class Interrupted extends Failure {
  constructor() {
    super(EXIT.interrupted, 'Interrupted.');
  }
}
