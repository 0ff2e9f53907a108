import { readFileSync } from 'node:fs';

/**
 * A system call. `start` and `end` are positions in the trace. A call ended before another began if its end is smaller.
 */
export type SystemCall = {
  name: string;
  thread: string;
  /** Text of strace, with the paths of descriptors: `fsync(23</data/blobs/tmp/x>`. */
  text: string;
  start: number;
  end: number;
};

/** Returns the command to record a program's calls, in all threads, in `file`. `more`: further options of strace. */
export const straceCommand = (
  strace: string,
  file: string,
  calls: readonly string[],
  more: readonly string[] = [],
): string[] => [
  strace,
  '-f',
  '-yy',
  // More than a page of SQLite.
  '-s',
  '4200',
  '--seccomp-bpf',
  '-e',
  `trace=${calls.join(',')}`,
  ...more,
  '-o',
  file,
];

/** Reads the output of strace. A call that another thread interrupted is on two lines, which are joined. */
export function readTrace(file: string): SystemCall[] {
  const calls: SystemCall[] = [];
  const unfinished = new Map<string, SystemCall>();
  for (const [position, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
    if (resumed) {
      const call = unfinished.get(thread);
      unfinished.delete(thread);
      if (call) Object.assign(call, { text: call.text + (resumed[2] ?? ''), end: position });
      continue;
    }
    const name = /^(\w+)\(/.exec(rest)?.[1];
    if (name === undefined) continue;
    const call = { name, thread, text: rest.replace(/ <unfinished \.\.\.>$/, ''), start: position, end: position };
    calls.push(call);
    if (!rest.endsWith('<unfinished ...>')) continue;
    call.end = Number.POSITIVE_INFINITY;
    unfinished.set(thread, call);
  }
  return calls;
}

/** Returns the bytes of a write that strace shows. */
export function bytesWritten({ text }: SystemCall): Buffer {
  const [, escaped = ''] = /^\w+\(\d+<[^"]*>, "((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  const bytes = escaped.replaceAll(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
  );
  return Buffer.from(bytes, 'latin1');
}

const ESCAPES: Record<string, string> = { t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };
