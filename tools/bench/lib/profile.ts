import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fields of a V8 profile that are read here. */
type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
};

/** Lists the functions in which the main thread of a process with `--cpu-prof` spent most of its time that is not idle. */
export function hottest(folder: string, pid: number, most: number): string[] {
  // CPU.<day>.<time>.<process>.<thread>.<number>.cpuprofile
  const written = readdirSync(folder).find((name) => name.includes(`.${pid}.0.`));
  if (written === undefined) return ['no profile was written'];
  const profile = JSON.parse(readFileSync(join(folder, written), 'utf8')) as Profile; // written by Node
  const names = new Map(
    profile.nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const file = url.split('/').slice(-2).join('/');
      return [id, `${functionName || '(anonymous)'}${file ? ` ${file}:${lineNumber + 1}` : ''}`];
    }),
  );
  const times = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const name = names.get(id) ?? '?';
    times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0));
  }
  times.delete('(idle)');
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name, time]) => `${((100 * time) / total).toFixed(1).padStart(5)} % ${name}`);
}
