/**
 * Measures the durable writes per second of the file system: temporary file, fdatasync, rename, fsync of the folder,
 * one after the other. Runs as a process: `ceiling.ts FOLDER BYTES MILLISECONDS`. Prints writes per second.
 */
import { closeSync, fdatasyncSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', bytes = '', milliseconds = ''] = process.argv.slice(2);
const content = Buffer.alloc(Number(bytes), 'x');
const scratch = join(folder, 'ceiling');
mkdirSync(scratch, { recursive: true });
const handle = openSync(scratch, 'r');

let count = 0;
const started = performance.now();
const end = started + Number(milliseconds);
while (performance.now() < end) {
  const temporary = join(scratch, 'temporary');
  const file = openSync(temporary, 'wx');
  for (let written = 0; written < content.length; ) written += writeSync(file, content, written);
  fdatasyncSync(file);
  closeSync(file);
  renameSync(temporary, join(scratch, String(count)));
  fsyncSync(handle);
  count += 1;
}
console.log((count / (performance.now() - started)) * 1000);
closeSync(handle);
rmSync(scratch, { recursive: true });
