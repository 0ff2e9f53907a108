import type { Command } from 'commander';
import { addCompletion } from './completion.ts';
import { addExport, addImport } from './copying.ts';
import { addExamples, newProgram, newServerCommand } from './program.ts';
import { addPublish, addSync } from './publishing.ts';

const DESCRIPTION =
  'Publishes figures to a GoFigr server and copies them to and from it. Run gfconfig once to set it up.';

const EXAMPLES = `
  gofigr publish plot.png --analysis "Growth" --figure "Colony counts"
  gofigr export "Rocketship Bio" backup/
  gofigr help publish`;

/** `gofigr`: publishes, copies and looks after figures. */
export function gofigr(): Command {
  const program = newProgram('gofigr', DESCRIPTION);
  addPublish(program);
  addSync(program);
  addDownload(program);
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
      summary: 'save what a revision holds as files',
      description:
        'Saves pictures, tables, code and files of a revision. REVISION is its API ID, its short ID or its address.',
      examples: 'gofigr download http://localhost:5173/r/4gB2ac01\n gofigr download 4gB2ac01 -o figures/',
    },
    (command) =>
      command
        .option('-o, --output <folder>', 'where to; default: a new folder named after the figure')
        .option('--force', 'replace files that are there already'),
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
        'Opens the page of a workspace, analysis, figure, revision or asset, by API ID or short ID; without TARGET, of the default workspace. Where there is no browser it prints the address.',
      examples: 'gofigr open\n gofigr open 4gB2ac01\n gofigr open --print',
    },
    (command) => command.option('--print', 'only print the address'),
  ).action(async (target: string | undefined, _options, command: Command) =>
    (await import('../commands/open.ts')).open(target, command.opts()),
  );

const addDoctor = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'doctor',
    summary: 'find what is wrong with a set-up',
    description:
      'Checks the file, the server, the key and the workspace one after another, and says what to do about each fault.',
  }).action(async (_options, command: Command) => (await import('../commands/doctor.ts')).doctor(command.opts()));
