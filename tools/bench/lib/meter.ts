/**
 * Runs in a server that is measured (`--import`): tells how long its event loop was held, in processor time, so that
 * other work of the machine is not in it. SIGUSR2 writes the longest hold since the last one to BENCH_METER, in
 * milliseconds. A timer of 1 ms looks, so a hold has up to 1 ms of other work in it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const { BENCH_METER: file } = process.env;
// Programs that the server starts have no meter.
delete process.env['NODE_OPTIONS'];
delete process.env['BENCH_METER'];

if (isMainThread && file !== undefined) {
  const used = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let last = used();
  let longest = 0;
  setInterval(() => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1).unref();
  process.on('SIGUSR2', () => {
    writeFileSync(`${file}.new`, String(longest));
    renameSync(`${file}.new`, file);
    longest = 0;
    last = used();
  });
}
