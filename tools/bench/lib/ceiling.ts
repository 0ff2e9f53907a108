/**
 * Writes files durably, one after the other: temporary file, fdatasync, rename, fsync of the folder. Runs as a process:
 * `ceiling.ts FOLDER BYTES MILLISECONDS`. Prints a `Driven` as JSON.
 */
import { closeSync, fdatasyncSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Driven } from './client.ts';

const [folder = '', bytes = '', milliseconds = ''] = process.argv.slice(2);
const content = Buffer.alloc(Number(bytes), 'x');
const scratch = join(folder, 'ceiling');
mkdirSync(scratch, { recursive: true });
const handle = openSync(scratch, 'r');

function write(name: string): void {
  const temporary = join(scratch, 'temporary');
  const file = openSync(temporary, 'wx');
  for (let written = 0; written < content.length; ) written += writeSync(file, content, written);
  fdatasyncSync(file);
  closeSync(file);
  renameSync(temporary, join(scratch, name));
  fsyncSync(handle);
}

const times: number[] = [];
const started = performance.now();
const end = started + Number(milliseconds);
while (performance.now() < end) {
  const begun = performance.now();
  write(String(times.length));
  times.push(performance.now() - begun);
}
const driven: Driven = { times, elapsed: performance.now() - started };
closeSync(handle);
console.log(JSON.stringify(driven));
