// Preloaded into a server (`node --import`): on SIGUSR2 writes the longest time that its event loop did not turn since the
// last such signal, in milliseconds, to the file STALLS_FILE.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
process.on('SIGUSR2', () => {
  const file = process.env['STALLS_FILE'];
  writeFileSync(`${file}.new`, String(delays.max / 1e6));
  renameSync(`${file}.new`, file);
  delays.reset();
});
