import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { machineName } from './machine.ts';
import { noticeOnceADay } from './notice.ts';

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'gofigr-notice-'));
  vi.stubEnv('XDG_STATE_HOME', state);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(state, { recursive: true, force: true });
});

const URL = 'https://lab.example/';

/** Shows a notice as a new process does. */
function shown(key = 'key', url = URL, text = 'This API key expires.'): string[] {
  const lines: string[] = [];
  const show = noticeOnceADay(url, key, (line) => lines.push(line));
  show(text);
  show(text);
  return lines;
}

describe('a notice', () => {
  it('is shown once a day for each key and server', () => {
    expect([shown(), shown(), shown('other'), shown('key', 'https://other.example')].map((one) => one.length)).toEqual([
      1, 0, 1, 1,
    ]);
    const folder = join(state, 'gofigr', 'notices');
    const yesterday = new Date(Date.now() - 86_500_000);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), yesterday, yesterday);
    expect(shown()).toEqual(['GoFigr: This API key expires.\n']);
    expect(readdirSync(folder).join()).not.toContain('key');
  });

  it('is one line without control characters', () => {
    expect(shown('k', URL, 'a\u001b[2J\nb')).toEqual(['GoFigr: a [2J b\n']);
  });

  it('needs no folder that can be written', () => {
    vi.stubEnv('XDG_STATE_HOME', '/proc/nowhere');
    expect(shown()).toHaveLength(1);
  });
});

describe('the name of the machine', () => {
  it.each([
    [{}, 'lab-server', 'lab-server'],
    [{ GF_MACHINE: 'CI runner 7' }, 'lab', 'CI-runner-7'],
    [{ GF_MACHINE: '' }, 'lab', undefined],
    [{}, 'x'.repeat(300), 'x'.repeat(100)],
  ])('from %o on %s is %s', (env, host, name) => {
    expect(machineName(env, host)).toBe(name);
  });
});
