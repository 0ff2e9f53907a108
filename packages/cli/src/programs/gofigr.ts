import type { Command } from 'commander';
import { addDiff, addWhence } from './comparing.ts';
import { addCompletion } from './completion.ts';
import { addExport, addImport } from './copying.ts';
import { addList, addLog, addSearch, addShow } from './finding.ts';
import { addExamples, newProgram, newServerCommand } from './program.ts';
import { addPublish, addSync, addTag } from './publishing.ts';

const DESCRIPTION =
  'Publishes figures to a GoFigr server and copies them to and from it. Run gfconfig first to set it up.';

const EXAMPLES = `
  gofigr publish plot.png --analysis "Growth" --figure "Colony counts"
  gofigr export "Rocketship Bio" backup/
  gofigr help publish`;

/** Defines `gofigr`: publishes and copies figures. */
export function gofigr(): Command {
  const program = newProgram('gofigr', DESCRIPTION);
  addPublish(program);
  addSync(program);
  addTag(program);
  addDownload(program);
  addDiff(program);
  addSearch(program);
  addList(program);
  addShow(program);
  addLog(program);
  addWhence(program);
  addOpen(program);
  addExport(program);
  addImport(program);
  addDoctor(program);
  addCompletion(program);
  return addExamples(program, EXAMPLES);
}

const addDownload = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'download <revision>',
      summary: 'save the data of a revision as files',
      description:
        'Saves the images, tables, code and files of a revision. REVISION is its API ID, its short ID or its address.',
      examples: 'gofigr download http://localhost:5173/r/4gB2ac01\n gofigr download 4gB2ac01 -o figures/',
    },
    (command) =>
      command
        .option('-o, --output <folder>', 'folder to save into; default: a new one named after the figure')
        .option('--force', 'replace existing files'),
  ).action(async (revision: string, _options, command: Command) =>
    (await import('../commands/download.ts')).download(revision, command.opts()),
  );

const addOpen = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'open [target]',
      summary: 'open the page of an object in the browser',
      description:
        'Opens the page of a workspace, analysis, figure, revision or asset, by API ID or short ID. Without TARGET, opens the default workspace. Without a browser, prints the address.',
      examples: 'gofigr open\n gofigr open 4gB2ac01\n gofigr open --print',
    },
    (command) => command.option('--print', 'only print the address'),
  ).action(async (target: string | undefined, _options, command: Command) =>
    (await import('../commands/open.ts')).open(target, command.opts()),
  );

const addDoctor = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'doctor',
    summary: 'find problems of the configuration',
    description: 'Checks the configuration file, server, key and workspace, and tells how to fix each problem.',
  }).action(async (_options, command: Command) => (await import('../commands/doctor.ts')).doctor(command.opts()));
