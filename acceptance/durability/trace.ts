import { readFileSync } from 'node:fs';

/** One system call. `start` and `end` are its places in the order of all that was seen: one ended before another began when its end is smaller. */
export type SystemCall = {
  name: string;
  /** As strace prints it, descriptors with their paths: `fsync(23</data/blobs/tmp/x>`. */
  text: string;
  start: number;
  end: number;
};

/** How a program is run so that its calls, in all threads, get into `file`. */
export const straceCommand = (strace: string, file: string, calls: readonly string[]): string[] => [
  strace,
  '-f',
  '-yy',
  // A page of SQLite's, and more.
  '-s',
  '4200',
  '--seccomp-bpf',
  '-e',
  `trace=${calls.join(',')}`,
  '-o',
  file,
];

/** Reads what strace wrote. A call that another thread interrupted is on two lines, which belong together. */
export function readTrace(file: string): SystemCall[] {
  const calls: SystemCall[] = [];
  const unfinished = new Map<string, SystemCall>();
  for (const [place, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
    if (resumed) {
      const call = unfinished.get(thread);
      unfinished.delete(thread);
      if (call) Object.assign(call, { text: call.text + (resumed[2] ?? ''), end: place });
      continue;
    }
    const name = /^(\w+)\(/.exec(rest)?.[1];
    if (name === undefined) continue;
    const call = { name, text: rest.replace(/ <unfinished \.\.\.>$/, ''), start: place, end: place };
    calls.push(call);
    if (!rest.endsWith('<unfinished ...>')) continue;
    call.end = Number.POSITIVE_INFINITY;
    unfinished.set(thread, call);
  }
  return calls;
}

/** What a write wrote, as far as strace shows it. */
export function bytesWritten({ text }: SystemCall): Buffer {
  const [, escaped = ''] = /^\w+\(\d+<[^"]*>, "((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  const bytes = escaped.replaceAll(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
  );
  return Buffer.from(bytes, 'latin1');
}

const ESCAPES: Record<string, string> = { t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };
