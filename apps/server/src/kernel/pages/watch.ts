import { readdirSync, readFileSync } from 'node:fs';

/** A process and everything that it started. */
export interface ProcessTree {
  /** Memory that is in no file. Memory that two processes share counts for each. */
  memoryMb: number;
  commands: string[];
}

const KILOBYTES_IN_MB = 1024;

/** Looks at a process and its descendants in `/proc`. Empty on other systems. */
export function lookAtTree(root: number): ProcessTree {
  const parents = new Map<number, number>();
  for (const name of namesIn('/proc')) if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(Number(name)));
  const members = [...parents.keys()].filter((pid) => descends(pid, root, parents));
  return {
    memoryMb: members.reduce((sum, pid) => sum + kilobytesOf(pid), 0) / KILOBYTES_IN_MB,
    commands: members.map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')),
  };
}

function descends(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) if (at === root) return true;
  return false;
}

/** Only the program's name, in brackets, may contain spaces. */
const parentOf = (pid: number): number => Number(read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] ?? 0);

function kilobytesOf(pid: number): number {
  const status = read(`/proc/${pid}/status`);
  return ['RssAnon', 'RssShmem'].reduce(
    (sum, name) => sum + Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0),
    0,
  );
}

/** A process may end at any time. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
