import { type Command, InvalidArgumentError } from 'commander';
import { newServerCommand } from './program.ts';

const WORKSPACE = 'workspace, by API ID or name; default: that of the file';

export const addPublish = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'publish <picture...>',
      summary: 'publish a picture as a new revision of a figure',
      description:
        'Publishes pictures as a new revision of a figure. Analysis and figure are made where they are new; several pictures are formats of the same figure.',
      examples: `
        gofigr publish plot.png --analysis "Growth" --figure "Colony counts"
        gofigr publish plot.png plot.svg -a Growth -f Counts --table counts.csv
        gofigr publish plot.png -a Growth -f Counts --code plot.R --meta run=12`,
    },
    (command) =>
      command
        .requiredOption('-f, --figure <name>', 'name or API ID of the figure')
        .requiredOption('-a, --analysis <name>', 'name or API ID of the analysis')
        .option('-w, --workspace <id>', WORKSPACE)
        .option('--table <file>', 'CSV or Parquet file to keep with it; may be repeated', collect)
        .option('--code <file>', 'script to keep with it; may be repeated', collect)
        .option('--file <file>', 'any other file to keep with it; may be repeated', collect)
        .option('--meta <key=value>', 'metadata: JSON, else text; may be repeated', collectPairs),
  ).action(async (pictures: string[], _options, command: Command) =>
    (await import('../commands/publish.ts')).publish(pictures, command.opts()),
  );

export const addSync = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'sync <file...>',
      summary: 'keep files as assets, with a new revision where they changed',
      description:
        'Keeps files as assets of the workspace. A file that changed becomes a new revision; one that the workspace holds already is not sent again.',
      examples: 'gofigr sync data/counts.csv\n gofigr sync data/*.parquet --workspace "Rocketship Bio"',
    },
    (command) => command.option('-w, --workspace <id>', WORKSPACE),
  ).action(async (files: string[], _options, command: Command) =>
    (await import('../commands/sync.ts')).sync(files, command.opts()),
  );

const collect = (value: string, all: string[] = []): string[] => [...all, value];

/** `run=12` gives the number 12, `run=twelve` the text: what is JSON is read as JSON. */
function collectPairs(text: string, all: Record<string, unknown> = {}): Record<string, unknown> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write it as key=value.');
  return { ...all, [text.slice(0, equals)]: jsonOrText(text.slice(equals + 1)) };
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
