import type { Command } from 'commander';
import { newServerCommand } from './program.ts';

const LIMIT = ['-n, --limit <number>', 'most lines', '20'] as const;
const WORKSPACE = [
  '-w, --workspace <id>',
  'workspace, by API ID or name; default: that of the configuration file',
] as const;

export const addSearch = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'search [words...]',
      summary: 'search figures and everything else by words',
      description:
        'Searches names, descriptions, tags, people, metadata, packages, texts and code. Operators: workspace: analysis: author: tag: type: package: has:table before: after: on:. Put -- before words that begin with a hyphen. --saved searches by a search that you saved in the web app, with the words if there are any. Without NAME, it lists your saved searches.',
      examples: `
        gofigr search fit_hill dose
        gofigr search 'author:ada on:last tuesday'
        gofigr search -- growth -draft
        gofigr search --saved 'my drafts'`,
    },
    (command) => command.option('--saved [name]', 'a search that you saved; without NAME, list them').option(...LIMIT),
  ).action(async (words: string[], _options, command: Command) =>
    (await import('../commands/search.ts')).search(words, command.opts()),
  );

export const addList = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'list [analysis]',
      summary: 'list the figures of an analysis, or the analyses of a workspace',
      description:
        'Lists the figures of an analysis, last changed first. Without ANALYSIS, lists the analyses of the workspace.',
      examples: 'gofigr list\n gofigr list Growth\n gofigr list Growth --json',
    },
    (command) => command.option(...WORKSPACE).option(...LIMIT),
  ).action(async (analysis: string | undefined, _options, command: Command) =>
    (await import('../commands/figures.ts')).listFigures(analysis, command.opts()),
  );

export const addShow = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'show <target>',
    summary: 'show a revision, or the newest revision of a figure',
    description: 'Shows the revision of an API ID, short ID or address. Of a figure, shows the newest revision.',
    examples: 'gofigr show 4gB2ac01\n gofigr show http://localhost:5173/r/4gB2ac01 --json',
  }).action(async (target: string, _options, command: Command) =>
    (await import('../commands/figures.ts')).show(target, command.opts()),
  );

export const addLog = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'log [analysis]',
      summary: 'show the activity of the workspace, or of an analysis',
      description: 'Shows who changed what, newest first.',
      examples: 'gofigr log\n gofigr log Growth --limit 5',
    },
    (command) => command.option(...WORKSPACE).option(...LIMIT),
  ).action(async (analysis: string | undefined, _options, command: Command) =>
    (await import('../commands/figures.ts')).log(analysis, command.opts()),
  );
