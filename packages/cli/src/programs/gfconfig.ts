import type { Command } from 'commander';
import type { ConfigureOptions } from '../setup/configure.ts';
import { addCompletion } from './completion.ts';
import { addExamples, addShared, newProgram, newServerCommand } from './program.ts';

const DESCRIPTION =
  'Sets up GoFigr on this machine: signs you in, gets an API key and asks for the default workspace of figures. ' +
  'Writes the file ~/.gofigr, which the Python and R clients and the gofigr command read.';

const EXAMPLES = `
  gfconfig
  gfconfig --url https://gofigr.example.org
  gfconfig --token-stdin --workspace "Rocketship Bio" < key.txt
  gfconfig whoami`;

/** Defines `gfconfig`: the dialogue, and subcommands for its results. */
export function gfconfig(): Command {
  const program = newProgram('gfconfig', DESCRIPTION)
    .option('-a, --advanced', 'also ask for the API URL, auto-publish and default metadata')
    .option('--token-stdin', 'read an API key from standard input instead of signing in')
    .option('-w, --workspace <id>', 'default workspace, by API ID or name, instead of asking')
    .option('-p, --profile <name>', 'name for this server and key in "gfconfig list"; default: its host')
    .allowExcessArguments()
    .action(async (options: ConfigureOptions, { args: [unknown] }: Command) => {
      if (unknown !== undefined) program.error(`error: there is no command "${unknown}"`);
      await (await import('../setup/configure.ts')).configure(options);
    });
  addShared(program);
  addWhoami(program);
  addList(program);
  addSwitch(program);
  addLogout(program);
  addCompletion(program);
  return addExamples(program, EXAMPLES);
}

const addWhoami = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'whoami',
    summary: 'show your user, server, key and workspace, and the source of each',
  }).action(async (_options, command: Command) =>
    (await import('../commands/whoami.ts')).whoami(command.optsWithGlobals()),
  );

const addList = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'list',
    summary: 'list the servers and keys in the configuration file',
  }).action(async (_options, command: Command) =>
    (await import('../commands/list.ts')).list(command.optsWithGlobals()),
  );

const addSwitch = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'switch [which]',
    summary: 'use another server or key of the list',
    description:
      'Uses another server or key of "gfconfig list". WHICH is its number in the list, its name, or part of its name or address.',
    examples: 'gfconfig switch 2\n gfconfig switch gofigr.example.org',
  }).action(async (which: string | undefined, _options, command: Command) =>
    (await import('../commands/switch.ts')).switchTo(which, command.optsWithGlobals()),
  );

const addLogout = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'logout [which]',
    summary: 'remove a key from this machine',
    description:
      'Removes a key from the configuration file: the one in use, or WHICH of "gfconfig list". The key stays valid until you revoke it on the account page.',
  }).action(async (which: string | undefined, _options, command: Command) =>
    (await import('../commands/logout.ts')).logout(which, command.optsWithGlobals()),
  );
