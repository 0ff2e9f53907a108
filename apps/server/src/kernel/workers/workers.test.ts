import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it, onTestFinished } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'gofigr-workers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The first worker serves and ends by itself on SIGTERM. The second one still starts, for ever. */
const SCRIPT = `
import { createServer } from 'node:http';
import { isPrimary, runWorkers } from ${JSON.stringify(new URL('./workers.ts', import.meta.url).href)};
if (isPrimary()) process.exit(await runWorkers(2, {}, console.log));
else if (process.env.WORKER_NUMBER === '1') {
  createServer().listen(0, '127.0.0.1');
  process.on('SIGTERM', () => process.exit(Number(process.env.ENDS_WITH)));
} else {
  console.log('starting');
  setInterval(() => undefined, 1000);
}
`;

/** Starts a server with workers, and waits until the second one starts. */
async function startWorkers(endsWith: number): Promise<ChildProcess> {
  const path = join(folder, 'server.mjs');
  writeFileSync(path, SCRIPT);
  const env = { ...process.env, ENDS_WITH: String(endsWith) };
  const server = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void server.kill('SIGKILL'));
  for await (const line of createInterface({ input: server.stdout })) if (line === 'starting') break;
  return server;
}

it.each([
  ['clean, although a worker that still starts dies of the signal', 0],
  ['the failure of a worker that served', 3],
])('the end on SIGTERM is %s', async (_, code) => {
  const server = await startWorkers(code);
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  expect(await ended).toEqual([code, null]);
});
