import { type Command, InvalidArgumentError } from 'commander';
import { newServerCommand } from './program.ts';

const WORKSPACE = 'workspace, by API ID or name; default: that of the configuration file';

export const addPublish = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'publish <image...>',
      summary: 'publish images as new revisions of figures',
      description:
        'Publishes images as revisions of figures, which it creates. Without --figure, each has the name of its file: plot.png and plot.svg are formats of "plot". Other files are stored with each figure.',
      examples: `
        gofigr publish plot.png --analysis "Growth" --figure "Colony counts"
        gofigr publish plot.png plot.svg -a Growth -f Counts --table counts.csv
        gofigr publish figures/*.png -a Growth
        gofigr publish plot.png -a Growth -f Counts --code plot.R --meta run=12`,
    },
    (command) =>
      command
        .option(
          '-f, --figure <name>',
          'name or API ID of the figure; default: the name of each file without its ending',
        )
        .option('--one-figure', 'put all images into one revision of one figure')
        .requiredOption('-a, --analysis <name>', 'name or API ID of the analysis')
        .option('-w, --workspace <id>', WORKSPACE)
        .option('--table <file>', 'CSV or Parquet file to store with it; may be repeated', collect)
        .option('--encoding <name>', 'encoding of the CSV files, such as latin-1; default: UTF-8 if they are')
        .option('--code <file>', 'script to store with it; may be repeated', collect)
        .option('--file <file>', 'any other file to store with it; may be repeated', collect)
        .option('--tag <tag>', 'tag to add to each figure; may be repeated', collect)
        .option('--meta <key=value>', 'metadata: JSON, else text; may be repeated', collectPairs),
  ).action(async (images: string[], _options, command: Command) =>
    (await import('../commands/publish.ts')).publish(images, command.opts()),
  );

export const addTag = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'tag <figure> [tag...]',
      summary: 'add tags to a figure, remove them, or list them',
      description:
        'Prints the tags of a figure. FIGURE is its API ID, or the address or short ID of one of its revisions.',
      examples: `
        gofigr tag 4gB2ac01
        gofigr tag 4gB2ac01 "paper 1" final --remove draft`,
    },
    (command) => command.option('--remove <tag>', 'tag to remove; may be repeated', collect),
  ).action(async (figure: string, tags: string[], _options, command: Command) =>
    (await import('../commands/tag.ts')).tag(figure, tags, command.opts()),
  );

export const addSync = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'sync <file...>',
      summary: 'store files as assets, with a new revision for each change',
      description:
        'Stores files as assets of the workspace. A changed file becomes a new revision. An unchanged one is not sent again.',
      examples: 'gofigr sync data/counts.csv\n gofigr sync data/*.parquet --workspace "Rocketship Bio"',
    },
    (command) =>
      command
        .option('-w, --workspace <id>', WORKSPACE)
        .option('--name <name>', 'name of the asset, for one file; default: the name of the file'),
  ).action(async (files: string[], _options, command: Command) =>
    (await import('../commands/sync.ts')).sync(files, command.opts()),
  );

const collect = (value: string, all: string[] = []): string[] => [...all, value];

function collectPairs(text: string, all: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write it as key=value.');
  return { ...all, [text.slice(0, equals)]: text.slice(equals + 1) };
}
