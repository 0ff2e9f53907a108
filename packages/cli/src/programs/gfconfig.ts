import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ConfigureOptions } from '../setup/configure.ts';
import { PERMISSIONS } from '../setup/permissions.ts';
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
    .option('--key-name <name>', 'name of a new API key; default: your username and this machine')
    .addOption(new Option('--permission <permission>', 'what a new API key may do').choices(PERMISSIONS))
    .option('--key-workspaces <ids>', 'the only workspaces of a new API key, as IDs with commas between them')
    .option('--expiry <when>', 'end of a new API key, such as 2027-01-31 or 90d')
    .allowExcessArguments()
    .action(async (options: ConfigureOptions, { args: [unknown] }: Command) => {
      if (unknown !== undefined) program.error(`error: there is no command "${unknown}"`);
      await (await import('../setup/configure.ts')).configure(options);
    });
  addSignIn(program);
  addShared(program);
  addWhoami(program);
  addList(program);
  addSwitch(program);
  addRotate(program);
  addLogout(program);
  addCompletion(program);
  return addExamples(program, EXAMPLES);
}

const addSignIn = (command: Command): Command =>
  command
    .option('--browser', 'sign in with a browser, also one of another device; default where a browser can be opened')
    .option('--password', 'sign in with your password');

const addWhoami = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'whoami',
    summary: 'show your user, server, key with its rights, and workspace, and the source of each',
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
      'Uses another server or key of "gfconfig list". WHICH is its number in the list, its name or address, or the beginning of one.',
    examples: 'gfconfig switch 2\n gfconfig switch gofigr.example.org',
  }).action(async (which: string | undefined, _options, command: Command) =>
    (await import('../commands/switch.ts')).switchTo(which, command.optsWithGlobals()),
  );

const addRotate = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'rotate [which]',
      summary: 'replace an API key by a new one with the same rights',
      description:
        'Gives a key of the configuration file a new secret: the one in use, or WHICH of "gfconfig list". Signs you in, because a key cannot rotate itself. The file is replaced when the new key works.',
      examples: 'gfconfig rotate\n gfconfig rotate --grace-hours 24',
    },
    (command) =>
      addSignIn(command).option('--grace-hours <hours>', 'time that the old key still works, at most 168', hours, 1),
  ).action(async (which: string | undefined, _options, command: Command) =>
    (await import('../commands/rotate.ts')).rotate(which, command.optsWithGlobals()),
  );

function hours(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 168) return value;
  throw new InvalidArgumentError('Give a number from 0 to 168.');
}

const addLogout = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'logout [which]',
      summary: 'remove a key from this machine',
      description:
        'Removes a key from the configuration file: the one in use, or WHICH of "gfconfig list". Asks at a terminal whether to revoke it too. Otherwise it stays valid until you revoke it on the account page.',
    },
    (command) =>
      command
        .option('--revoke', 'also revoke the key, so that nobody can use it')
        .option('--keep-key', 'leave the key valid, without a question'),
  ).action(async (which: string | undefined, _options, command: Command) =>
    (await import('../commands/logout.ts')).logout(which, command.optsWithGlobals()),
  );
