import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, newFolder } from './commands.ts';
import { pythons } from './servers.ts';

const run = (program: string, args: string[], cwd: string, input = ''): string =>
  spawnSync(program, args, { cwd, input, encoding: 'utf8', timeout: 60_000 }).stdout;

const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** Returns the words that TAB after `line` offers, in a folder with plot.png. */
const completers: Record<string, (script: string, line: string, folder: string) => string> = {
  bash: (script, line, folder) => {
    const words = line.split(' ').map((word) => `'${word}'`);
    const ask = `source ${script}; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _gofigr_completion`;
    // If the script offers no word, bash offers files, by "complete -o default".
    return run('bash', ['-c', `${ask}; echo "\${COMPREPLY[*]:-$(compgen -f -- '${line.split(' ').at(-1)}')}"`], folder);
  },
  fish: (script, line, folder) =>
    run('fish', ['-c', `source ${script}; complete -C '${line}'`], folder).replaceAll(/\t.*$/gm, ''),
  zsh: (script, line, folder) => {
    const input = JSON.stringify({ script, line });
    const completed = run(pythons[0]?.[1] ?? 'python3', [join(import.meta.dirname, 'complete.py')], folder, input);
    return completed.split(' ').at(-1) ?? '';
  },
};

declare module 'vitest' {
  interface TaskMeta {
    /** Reason of a skipped test, for the last lines of `npm test`. */
    reason?: string;
  }
}

describe.each(Object.keys(completers))('in %s', (shell) => {
  test('TAB completes commands, options, their words and files', async ({ skip, task }) => {
    if (!isInstalled(shell)) {
      task.meta.reason = `${shell} is not installed`;
      skip(task.meta.reason);
    }
    const folder = newFolder();
    const { code, stdout } = await command('gofigr', ['completion', shell], { home: folder });
    expect(code).toBe(0);
    const script = join(folder, `gofigr.${shell}`);
    writeFileSync(script, stdout);
    writeFileSync(join(folder, 'plot.png'), '');
    const offered = (line: string): string | undefined => completers[shell]?.(script, line, folder).trim();
    expect(offered('gofigr pub')).toBe('publish');
    expect(offered('gofigr publish --ta')).toBe('--table');
    expect(offered('gofigr publish plo')).toBe('plot.png');
    expect(offered('gofigr publish --table plo')).toBe('plot.png');
    expect(offered('gofigr help exp')).toBe('export');
    expect(offered('gofigr completion fi')).toBe('fish');
  });
});
