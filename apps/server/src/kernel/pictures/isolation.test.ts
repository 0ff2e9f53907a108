import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { environmentOf, findIsolation, readableFor } from './isolation.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'isolation-'));
const LIMITS = { cpuSeconds: 5, memoryMb: 100 };
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script like a drawing process; returns its output, or the signal or code that ended it. */
async function confined(script: string, limits = LIMITS): Promise<string> {
  const isolation = await findIsolation();
  const command = [process.execPath, '-e', script];
  const [program = '', ...args] = isolation.wrap(command, limits, readableFor(import.meta.filename));
  return run(program, args, { env: environmentOf(isolation) }).then(
    ({ stdout }) => stdout,
    (error) => `ended: ${error.signal ?? error.code}`,
  );
}

/** Draws a picture in another process. Tells the first missing protection, and whether there is a picture. */
async function drawn(before: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const picture = join(folder, 'picture.svg');
  writeFileSync(
    picture,
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  );
  const door = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'index.ts')).href);
  const script = `import { createPictures } from ${door};
const pictures = createPictures();
const missing = await pictures.missingProtection();
const order = { path: ${JSON.stringify(picture)}, format: 'svg', size: 64, as: 'png' };
const { picture } = await pictures.thumbnail(order, { author: 'a', caller: 'a' });
await pictures.close();
console.log(missing[0], picture?.length > 0);`;
  const args = ['--input-type=module', '-e', script];
  const [program, ...rest] = [...before, process.execPath, ...args] as [string, ...string[]];
  return (await run(program, rest, { env })).stdout;
}

it('ends a process that works too long or uses too much memory, if the system can', async () => {
  const { missing } = await findIsolation();
  expect(await confined('console.log("fine")')).toBe('fine\n');
  if (!missing.includes('a limit on processor time'))
    expect(await confined('for (;;);', { ...LIMITS, cpuSeconds: 1 })).toMatch('ended: ');
  const take =
    'const kept = []; for (let n = 0; n < 30; n++) kept.push(Buffer.alloc(1e8, 1)); console.log("all of it")';
  if (!missing.includes('a limit on memory')) expect(await confined(take)).toMatch('ended: ');
});

it('skips a sandbox that does not work, and still draws within limits', async () => {
  // Found before the real one.
  writeFileSync(join(folder, 'bwrap'), '#!/bin/sh\nexit 1', { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
  expect(await drawn([], env)).toBe('a sandbox true\n');
});

it('draws for a server of low priority, too, which a sandbox may not raise', async () => {
  expect(await drawn(['nice', '-n', '15'], process.env)).toMatch(/ true\n$/);
});

it('hides the files and the network of the server, if there is a sandbox', async () => {
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'a secret');
  const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const look = `
const tell = (text) => process.stdout.write(text + '\\n');
const tried = (work) => { try { return work(); } catch (error) { return error.code; } };
tell(tried(() => require('fs').readFileSync(${JSON.stringify(secret)}, 'utf8')));
tell(tried(() => require('fs').writeFileSync(${JSON.stringify(import.meta.filename)}, '') ?? 'written'));
require('net').connect(${port}, '127.0.0.1').on('data', tell).on('error', (error) => tell(error.code));`;
  const { missing } = await findIsolation();
  const seen = missing.includes('a sandbox') ? null : (await confined(look)).trim().split('\n');
  server.close();
  if (seen) expect(seen).toEqual(['ENOENT', 'EROFS', 'ECONNREFUSED']);
});
