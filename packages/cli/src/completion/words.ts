import type { Command } from 'commander';

/** Words of one command, for completion. */
export interface Words {
  name: string;
  summary: string;
  options: { flags: string[]; takesValue: boolean; summary: string }[];
  commands: Words[];
  /** Allowed values of its argument; empty: files. */
  choices: readonly string[];
}

/** Collects the words of a program from its commands and options. */
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

/** Quotes a text for bash and zsh. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
