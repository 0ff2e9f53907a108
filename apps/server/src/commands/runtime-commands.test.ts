import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClock } from '../kernel/clock.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { UsageError } from './prompt.ts';
import { runtimeCommands } from './runtime-commands.ts';

const ADDRESS = 'https://cdn.example.org/lib-1.0.min.js';
let test: TestServer;
let folder: string;
beforeAll(async () => {
  test = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'runtime-commands-'));
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

async function add(names: string[], options: Record<string, string>) {
  const lines: string[] = [];
  const context = {
    config: test.config,
    database: test.server.database,
    clock: createClock(),
    print: (line: string) => void lines.push(line),
    warn: () => undefined,
    isAddressKnown: true,
  };
  await runtimeCommands['add-runtime']?.run(context, names, options);
  return lines;
}

it('the running server serves an added file at once, with its own bytes', async () => {
  const file = join(folder, 'lib.js');
  await writeFile(file, 'window.lib = 1;');
  const [line = ''] = await add([file], { url: ADDRESS });
  const [, path = ''] = /from (\/runtimes\/added\/[0-9a-f]{64})\.$/.exec(line) ?? [];
  const answer = await test.call('GET', path, undefined, undefined, { headers: { origin: 'null' } });
  expect([answer.status, answer.text]).toEqual([200, 'window.lib = 1;']);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
});

it('refuses what is no file, too large, or for no public address, and adds nothing', async () => {
  const large = join(folder, 'large.js');
  await writeFile(large, '');
  await truncate(large, 26 * 2 ** 20);
  const small = join(folder, 'small.js');
  await writeFile(small, '1');
  const wrong: [string[], Record<string, string>][] = [
    [[], { url: ADDRESS }],
    [[small], {}],
    [[join(folder, 'none.js')], { url: ADDRESS }],
    [[folder], { url: ADDRESS }],
    [[large], { url: ADDRESS }],
    [[small], { url: 'http://cdn.example.org/lib.js' }],
    [[small], { url: 'lib.js' }],
    [[small, small], { url: ADDRESS }],
  ];
  for (const [names, options] of wrong) await expect(add(names, options)).rejects.toThrow(UsageError);
});
