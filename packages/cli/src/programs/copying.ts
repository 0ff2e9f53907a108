import type { Command } from 'commander';
import { newServerCommand } from './program.ts';

export const addExport = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'export <workspace> <folder>',
    summary: 'copy a whole workspace into a folder',
    description:
      'Copies a workspace (by API ID or name) into a folder: JSON, files, and a manifest with their hashes. Called again, it continues where it stopped.',
    examples: 'gofigr export "Rocketship Bio" backup/',
  }).action(async (workspace: string, folder: string, _options, command: Command) =>
    (await import('../commands/export.ts')).exportTo(workspace, folder, command.opts()),
  );

export const addImport = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'import [folder]',
      summary: 'copy a workspace to this server, from a folder or another server',
      description:
        'Copies a whole workspace to the server that gfconfig set up. Called again, it continues where it stopped.',
      examples: `
        gofigr import backup/
        gofigr import --from https://api.gofigr.io --from-key-stdin < hosted-key.txt`,
    },
    (command) =>
      command
        .option('--from <url>', 'copy from this GoFigr server, such as the hosted one')
        .option('--from-workspace <id>', 'workspace to copy, by API ID or name; default: the primary one')
        .option('--from-key-stdin', 'read the API key of that server from standard input; default: GF_FROM_API_KEY')
        .option('-w, --workspace <id>', 'workspace to copy into; default: a new one'),
  ).action(async (folder: string | undefined, _options, command: Command) =>
    (await import('../commands/import.ts')).importInto(folder, command.opts()),
  );
