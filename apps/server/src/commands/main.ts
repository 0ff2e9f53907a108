import { parseArgs } from 'node:util';
import { FoundProblems } from '../features/backup/index.ts';
import { createClock } from '../kernel/clock.ts';
import { isFault, messageOf } from '../kernel/failures.ts';
import { createPrivately } from '../kernel/storage/index.ts';
import { databaseOf } from '../storage.ts';
import { commands, help, helpOf } from './command-help.ts';
import type { Command } from './commands.ts';
import { readCommandConfig } from './open.ts';
import { UsageError } from './prompt.ts';

/** Runs one command. Exit code: 0, the command's own, 1 for damaged data, or 2 for errors that the administrator can fix. */
async function main(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (name === 'help' || name === '--help') {
    console.log(help());
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    console.error(`There is no command ${name}.\n\n${help()}`);
    return 2;
  }
  if (asksForHelp(rest)) {
    console.log(helpOf(name, command));
    return 0;
  }
  try {
    return await run(command, rest);
  } catch (error) {
    if (isFault(error)) throw error;
    console.error(messageOf(error));
    if (error instanceof UsageError) console.error(`Usage: npm run admin -- ${command.usage}`);
    return error instanceof FoundProblems ? 1 : 2;
  }
}

/** Tells whether `--help` is among the options, and no argument after `--`. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).includes('--help');
}

async function run(command: Command, args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(command, args);
  const { config, isAddressKnown } = await readCommandConfig();
  const database = databaseOf(config);
  try {
    if (command.migrates !== false) await database.migrate();
    const print = (line: string) => console.log(line);
    const warn = (line: string) => console.error(line);
    const context = { config, isAddressKnown, database, clock: createClock(), print, warn };
    return (await command.run(context, positionals, values)) ?? 0;
  } finally {
    await database.close();
  }
}

function parse(command: Command, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: command.options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The options are not valid.');
  }
}

createPrivately();
process.exitCode = await main(process.argv.slice(2));
