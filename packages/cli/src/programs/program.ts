import { Command } from 'commander';
import { EXIT } from '../failure.ts';
import { VERSION } from '../version.ts';

const EXIT_CODES = `Exit codes:
  ${EXIT.ok} done · ${EXIT.failed} failed · ${EXIT.usage} wrong arguments · ${EXIT.refused} not signed in, or not allowed
  ${EXIT.unreachable} no server · ${EXIT.file} a file can't be read or written · ${EXIT.interrupted} interrupted`;

/** Usage and help of one command. */
interface CommandText {
  /** Name and arguments, such as `download <revision>`. */
  usage: string;
  /** Text for the list of commands. */
  summary: string;
  /** Text for its own help; absent: the summary. */
  description?: string;
  /** Example calls, one per line. */
  examples?: string;
}

/** Makes a program that throws instead of ending the process. `run` alone sets the exit code. */
export function newProgram(name: string, description: string): Command {
  const program = new Command(name)
    .description(description)
    .version(VERSION, '-V, --version', 'show the version')
    .helpCommand('help [command]', 'show the help of a command')
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm: (command) => [command.name(), argumentsOf(command)].join(' ').trim() });
  return withCommonBehavior(program);
}

/** Adds a subcommand to `program`. `own` adds its options. */
export function newCommand(
  program: Command,
  { usage, summary, description = summary, examples }: CommandText,
  own: (command: Command) => Command = (command) => command,
): Command {
  const command = withCommonBehavior(program.command(usage).summary(summary).description(description));
  own(command);
  return examples === undefined ? command : addExamples(command, examples);
}

/** Adds a subcommand that sends requests, with the options shared by all of these. */
export const newServerCommand = (
  program: Command,
  text: CommandText,
  own: (command: Command) => Command = (command) => command,
): Command => newCommand(program, text, (command) => addShared(own(command)));

export const addShared = (command: Command): Command =>
  command
    .option('--url <url>', 'address of the GoFigr server; default: that of the configuration file')
    .option('-c, --config-path <path>', 'the .gofigr file or its folder')
    .option('--ca <file>', 'file or folder of trusted certificates; default: REQUESTS_CA_BUNDLE, SSL_CERT_FILE')
    .option('--json', 'print the result as JSON');

/** Adds examples and the exit codes to the help. */
export const addExamples = (command: Command, examples: string): Command =>
  command.addHelpText('after', `\nExamples:\n${examples.trim().replaceAll(/^ */gm, '  ')}\n\n${EXIT_CODES}`);

const withCommonBehavior = (command: Command): Command =>
  command
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, `${fullName(command)}: `)),
    })
    .showHelpAfterError(`  See ${fullName(command)} --help`);

const fullName = (command: Command): string =>
  command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();

function argumentsOf({ registeredArguments }: Command): string {
  return registeredArguments
    .map((argument) => {
      const name = argument.variadic ? `${argument.name()}...` : argument.name();
      return argument.required ? `<${name}>` : `[${name}]`;
    })
    .join(' ');
}
