/** Measures the size and start-up time of `gfconfig` and `gofigr`: `npm run bench -- commands`. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { buildCommandsIfStale } from '../lib/build.ts';
import { fromRoot } from '../lib/root.ts';

const RUNS = 10;

await buildCommandsIfStale();
const dist = fromRoot('packages/cli/dist');
const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'));
const code = Buffer.concat(scripts.map((name) => readFileSync(fromRoot('packages/cli/dist', name))));
console.log(`Package: ${kilobytes(code.length)} minified, ${kilobytes(gzipSync(code, { level: 9 }).length)} gzipped`);

console.log(`node ${process.versions.node}, median of ${RUNS} after a warm-up:`);
const bin = (name: string): string => fromRoot('packages/cli/bin', `${name}.cjs`);
report('node alone', ['--eval', '0']);
report('gfconfig --help', [bin('gfconfig'), '--help']);
report('gofigr --help', [bin('gofigr'), '--help']);

function report(label: string, args: string[]): void {
  const times = Array.from({ length: RUNS + 1 }, () => milliseconds(args))
    .slice(1)
    .toSorted((a, b) => a - b);
  const median = times[RUNS / 2] ?? Number.NaN;
  console.log(`${label.padEnd(16)} ${median.toFixed(0)} ms (${times[0]?.toFixed(0)} to ${times.at(-1)?.toFixed(0)})`);
}

function milliseconds(args: string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - started;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
