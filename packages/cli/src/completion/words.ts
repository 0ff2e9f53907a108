import type { Command } from 'commander';

/** What a shell needs to know of one command. */
export interface Words {
  name: string;
  summary: string;
  options: { flags: string[]; takesValue: boolean; summary: string }[];
  commands: Words[];
  /** The only words its argument can be; empty: files. */
  choices: readonly string[];
}

/** The words of a program, read off its commands and options. */
export function wordsOf(command: Command): Words {
  const help = command.createHelp();
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    options: help.visibleOptions(command).map(({ short, long, description, required, optional }) => ({
      flags: [short, long].filter((flag) => flag !== undefined),
      takesValue: required || optional,
      summary: description,
    })),
    commands: help.visibleCommands(command).map(wordsOf),
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
}

/** Between single quotes, as bash and zsh read them. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
