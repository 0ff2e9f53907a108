// Preloaded into a server (`node --import`). On SIGUSR2 it writes the longest pause of the event loop since the last signal
// to the file STALLS_FILE. It measures milliseconds by the clock, and in processor time of the thread. On a busy machine the
// clock includes the time of other programs.
import { renameSync, writeFileSync } from 'node:fs';

const INTERVAL_MS = 2;

const now = () => {
  const { user, system } = process.threadCpuUsage();
  return { clock: performance.now(), processor: (user + system) / 1000 };
};

let last = now();
let longest = { stall: 0, work: 0 };
setInterval(() => {
  const next = now();
  const stall = next.clock - last.clock - INTERVAL_MS;
  // Many short turns use processor time, too. Only a long turn makes others wait.
  longest = {
    stall: Math.max(longest.stall, stall),
    work: Math.max(longest.work, Math.min(stall, next.processor - last.processor)),
  };
  last = next;
}, INTERVAL_MS).unref();

process.on('SIGUSR2', () => {
  const file = process.env['STALLS_FILE'];
  writeFileSync(`${file}.new`, JSON.stringify(longest));
  renameSync(`${file}.new`, file);
  longest = { stall: 0, work: 0 };
});
