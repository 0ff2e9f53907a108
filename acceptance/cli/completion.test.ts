import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, newFolder } from './commands.ts';
import { playWith } from './terminal.ts';

const run = (program: string, args: string[], cwd: string): string =>
  spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 60_000 }).stdout;

const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** Returns the words that TAB after `line` offers, in a folder with plot.png. */
const completers: Record<string, (script: string, line: string, folder: string) => string | Promise<string>> = {
  bash: (script, line, folder) => {
    const words = line.split(' ').map((word) => `'${word}'`);
    const ask = `source ${script}; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _gofigr_completion`;
    // If the script offers no word, bash offers files, by "complete -o default".
    return run('bash', ['-c', `${ask}; echo "\${COMPREPLY[*]:-$(compgen -f -- '${line.split(' ').at(-1)}')}"`], folder);
  },
  fish: (script, line, folder) =>
    run('fish', ['-c', `source ${script}; complete -C '${line}'`], folder).replaceAll(/\t.*$/gm, ''),
  zsh: async (script, line, folder) => {
    const dump = join(folder, 'zcompdump');
    const setUp = `bindkey -e; autoload -Uz compinit; compinit -u -d ${dump}; source ${script}; echo rea''dy\n`;
    const { transcript } = await playWith(['zsh', '-f', '-i'], { home: folder, env: { TERM: 'dumb', PS1: '' } }, [
      { expect: '', send: setUp },
      // The completed line is printed, not run: Ctrl-A goes to its beginning, Ctrl-E to its end.
      { expect: 'ready\r\n', send: `${line}\t\u0001print -r -- '<\u0005>'\n` },
      { expect: '>\r\n', send: 'exit\n' },
    ]);
    return /<([^<>]*)>\r\n/.exec(transcript)?.[1]?.trim().split(' ').at(-1) ?? '';
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
    const offered = async (line: string) => (await completers[shell]?.(script, line, folder))?.trim();
    expect(await offered('gofigr pub')).toBe('publish');
    expect(await offered('gofigr publish --tab')).toBe('--table');
    expect(await offered('gofigr publish plo')).toBe('plot.png');
    expect(await offered('gofigr publish --table plo')).toBe('plot.png');
    expect(await offered('gofigr help exp')).toBe('export');
    expect(await offered('gofigr completion fi')).toBe('fish');
  });
});
