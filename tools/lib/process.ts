import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Clock ticks per second in /proc. They are the same on every Linux that Node runs on. */
const TICKS = 100;

/** Returns the fields of /proc/<pid>/stat after the name of the program, which may hold spaces. */
export const fieldsOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

/** Returns the processor time in seconds of all threads of a process. */
export function processorSeconds(pid: number): number {
  const fields = fieldsOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Returns the processor time of the main thread of a process in milliseconds. */
export const mainThreadMs = (pid: number): number =>
  Number(/^\d+/.exec(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8'))) / 1e6;

/** Returns the processor time in seconds of a process and of all its descendants that have ended. */
export function processorSecondsWithChildren(pid: number): number {
  const fields = fieldsOf(pid);
  return processorSeconds(pid) + (Number(fields[13]) + Number(fields[14])) / TICKS;
}

/** Returns the processor time in seconds of everything that a process has started, also of what has ended. */
export const processorSecondsBelow = (pid: number): number =>
  processTree(pid)
    .filter((id) => id !== pid)
    .reduce((sum, id) => sum + processorSecondsWithChildren(id), 0);

/** Returns the resident memory of a process in MB: now, and the peak since the start or `forgetPeak`. */
export function memory(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Returns a process and all its descendants. */
export function processTree(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ id: Number(name), parent: Number(fieldsOf(Number(name))[1]) }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
  const below = (id: number): number[] => [
    id,
    ...parents.filter(({ parent }) => parent === id).flatMap((child) => below(child.id)),
  ];
  return below(pid);
}
