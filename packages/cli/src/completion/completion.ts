import type { Command } from 'commander';
import { bash } from './bash.ts';
import { fish } from './fish.ts';
import { wordsOf } from './words.ts';
import { zsh } from './zsh.ts';

const SCRIPTS = { bash, zsh, fish };

export type Shell = keyof typeof SCRIPTS;

/** Returns the script that makes a shell complete the words of `program`. */
export const completionScript = (program: Command, shell: Shell): string => SCRIPTS[shell](wordsOf(program));
