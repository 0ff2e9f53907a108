import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environment, newFolder } from './commands.ts';
import { as, pythons, server } from './servers.ts';
import { answers, play } from './terminal.ts';

const { url, grace: user } = server;

test.each(pythons)('the file configures the published Python client, version %s', async (_, python) => {
  const home = newFolder();
  const api = await as(server, user);
  const workspace = await api('POST', 'workspace/', { name: 'For Python' });
  const steps = answers(
    ['Username: ', user.username],
    ['Password: ', user.password],
    ['API key (leave blank to generate a new key): ', ''],
    ['Key name: ', 'for Python'],
  );
  const args = ['--url', url, '--workspace', workspace.api_id];
  expect((await play('gfconfig', args, { home }, steps)).code).toBe(0);

  const said = await output(python, join(import.meta.dirname, 'published_client.py'), home);
  const { revision, ...used } = JSON.parse(said);
  expect(used).toEqual({ url, username: user.username });
  const [analysis] = (await api('GET', `workspace/${workspace.api_id}/`)).analyses;
  const { figure } = await api('GET', `revision/${revision}/`);
  expect((await api('GET', `figure/${figure}/`)).analysis).toBe(analysis.api_id);
  expect(analysis.name).toBe('Set up by gfconfig');
});

async function output(python: string, script: string, home: string): Promise<string> {
  const env = environment({ home, env: { MPLBACKEND: 'Agg', MPLCONFIGDIR: join(home, 'matplotlib') } });
  const child = spawn(python, [script], { cwd: home, env });
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (seen.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (seen.err += chunk.toString()));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(seen.err);
  return seen.out;
}
