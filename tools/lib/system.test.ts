import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { fromRoot } from './root.ts';

test('where nothing can be installed, a run begins with the command that does, and has failed in CI', () => {
  // This PATH has neither apt-get nor Ghostscript.
  const env = { PATH: '/nonexistent', CI: 'true' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [fromRoot('tools/tasks/test.ts'), 'acceptance'], {
    env,
    encoding: 'utf8',
  });
  const [first, second] = stderr.split('\n');
  expect(first).toBe(
    'System packages are missing; Debian installs them by: sudo apt-get update && sudo apt-get install -y --no-install-recommends ghostscript',
  );
  expect([status, stdout, second]).toEqual([1, '', 'Missing on this machine: ghostscript.']);
});
