import type { Command } from 'commander';
import { newServerCommand } from './program.ts';

export const addWhence = (program: Command): Command =>
  newServerCommand(program, {
    usage: 'whence <file>',
    summary: 'find the revision that a picture shows',
    description:
      'Finds the revision that a screenshot, a photo, a slide or a PDF shows. The server keeps nothing of the file. "exact" names one revision; "likely" means this one, or one that looks nearly the same. The exit code is 1 if the picture is unknown.',
    examples: 'gofigr whence screenshot.png\n gofigr whence slide.pdf --json',
  }).action(async (file: string, _options, command: Command) =>
    (await import('../commands/whence.ts')).whence(file, command.opts()),
  );

const several = (column: string, before: string[] = []): string[] => [...before, column];

export const addDiff = (program: Command): Command =>
  newServerCommand(
    program,
    {
      usage: 'diff <a> <b>',
      summary: 'compare two revisions',
      description:
        'Compares two revisions of figures: parameters, code, packages, tables, pictures and files. A and B are API IDs, short IDs or addresses. The exit code is 0 if nothing differs, 1 if something does, 2 for an error.',
      examples:
        'gofigr diff 4gB2ac01 4gB2ac02\n gofigr diff 4gB2ac01 4gB2ac02 --picture difference.png\n gofigr diff 4gB2ac01 4gB2ac02 --key plot --key day --tolerance 1%',
    },
    (command) =>
      command
        .option('--picture <file>', 'write the second picture as PNG, with its changed pixels in red')
        .option('--key <column>', 'pair rows of tables by this column; more of them are one key', several)
        .option('--by-position', 'pair rows of tables by their position')
        .option('--tolerance <number>', 'ignore differences of numbers in tables up to this, such as 0.01 or 1%'),
  ).action(async (a: string, b: string, _options, command: Command) =>
    (await import('../commands/diff.ts')).diff(a, b, command.opts()),
  );
