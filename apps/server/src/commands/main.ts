import { parseArgs } from 'node:util';
import { databaseOf } from '../app.ts';
import { createClock } from '../kernel/clock.ts';
import { readConfig } from '../kernel/config/index.ts';
import { ApiError } from '../kernel/errors.ts';
import { createPrivately, DataFolderError, preparePrivateFolder } from '../kernel/storage/index.ts';
import { backupCommands } from './backup-commands.ts';
import { accountCommands, type Command } from './commands.ts';
import { UsageError } from './prompt.ts';

const commands: Record<string, Command> = { ...accountCommands, ...backupCommands };

const help = (): string =>
  `Usage: npm run admin -- COMMAND\n\n${Object.values(commands)
    .map(({ usage, summary }) => `  ${usage}\n      ${summary}`)
    .join('\n')}\n\nThe server may be running. Settings: docs/settings.md.`;

/** Runs one command. Exit code: 0, the command's own, or 2 for errors that the administrator can fix. */
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
  try {
    return await run(command, rest);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ApiError || error instanceof DataFolderError)) throw error;
    console.error(error.message);
    if (error instanceof UsageError) console.error(`Usage: npm run admin -- ${command.usage}`);
    return 2;
  }
}

async function run(command: Command, args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(command, args);
  const config = readConfig();
  await preparePrivateFolder(config.dataDir);
  const database = databaseOf(config);
  try {
    if (command.migrates !== false) await database.migrate();
    const context = { config, database, clock: createClock(), print: (line: string) => console.log(line) };
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
