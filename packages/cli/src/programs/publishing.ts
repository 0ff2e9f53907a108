import { type Command, InvalidArgumentError } from 'commander';
import { newServerCommand } from './program.ts';

const WORKSPACE = 'workspace, by API ID or name; default: that of the configuration file';

export const addPublish = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'publish <image...>',
      summary: 'publish an image as a new revision of a figure',
      description:
        'Publishes images as a new revision of a figure. Creates the analysis and the figure if they are new. Several images are formats of the same figure.',
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
        .option('--table <file>', 'CSV or Parquet file to store with it; may be repeated', collect)
        .option('--code <file>', 'script to store with it; may be repeated', collect)
        .option('--file <file>', 'any other file to store with it; may be repeated', collect)
        .option('--meta <key=value>', 'metadata: JSON, else text; may be repeated', collectPairs),
  ).action(async (images: string[], _options, command: Command) =>
    (await import('../commands/publish.ts')).publish(images, command.opts()),
  );

export const addSync = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'sync <file...>',
      summary: 'store files as assets, with a new revision for each change',
      description:
        'Stores files as assets of the workspace. A changed file becomes a new revision. A file that the asset already has is not sent again.',
      examples: 'gofigr sync data/counts.csv\n gofigr sync data/*.parquet --workspace "Rocketship Bio"',
    },
    (command) => command.option('-w, --workspace <id>', WORKSPACE),
  ).action(async (files: string[], _options, command: Command) =>
    (await import('../commands/sync.ts')).sync(files, command.opts()),
  );

const collect = (value: string, all: string[] = []): string[] => [...all, value];

/** Reads a value as JSON if it is JSON, else as text: `run=12` gives a number, `run=twelve` a text. */
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
