import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromRoot } from '../lib/root.ts';
import { run } from '../lib/run.ts';

/** Result for one folder. */
export type Row = {
  folder: string;
  killed: number;
  timedOut: number;
  survived: number;
  uncovered: number;
  minutes: number;
  /** The mutants that were tried: all or a sample. */
  tried: string;
};

const FILE = fromRoot('docs/mutation.md');

const INTRODUCTION = `# Mutation testing

\`npm run mutation\` writes this page, with one row for each folder. A mutant is the code with one change: another operator,
a condition that is always true, or an empty text. The tests beside the code run against each mutant.

- **Killed**: a test failed.
- **Timeout**: the tests did not end. It counts as killed.
- **Survived**: every test passed.
- **No coverage**: no test runs the changed code.
- **Score**: the share of killed mutants.
`;

const COLUMNS = [
  'Folder',
  'Mutants',
  'Killed',
  'Timeout',
  'Survived',
  'No coverage',
  'Score',
  'Tried',
  'Minutes',
  'Date',
  'Commit',
];

/** Writes rows to docs/mutation.md, where they replace earlier ones of the same folders, and prints them. */
export async function writeRows(rows: readonly Row[]): Promise<void> {
  const commit = (await run('git', ['rev-parse', '--short', 'HEAD'])).output.trim();
  const date = new Date().toISOString().slice(0, 10);
  const lines = rows.map((row) => [row.folder, toLine(row, date, commit)] as const);
  for (const [, line] of lines) console.log(line);
  writeFileSync(FILE, withLines(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '', lines));
}

/** Returns the page with new lines of the table. They replace those of the same folders. */
export function withLines(page: string, lines: Iterable<readonly [folder: string, line: string]>): string {
  const before = [...page.matchAll(/^\| `(.+?)` .*$/gm)].map(([line, folder = '']) => [folder, line] as const);
  const all = new Map([...before, ...lines]);
  const head = [`| ${COLUMNS.join(' | ')} |`, `| ${COLUMNS.map(() => '---').join(' | ')} |`];
  return `${INTRODUCTION}\n${[...head, ...all.values()].join('\n')}\n`;
}

/** A line of the table. */
export function toLine(row: Row, date: string, commit: string): string {
  const { folder, killed, timedOut, survived, uncovered, minutes, tried } = row;
  const all = killed + timedOut + survived + uncovered;
  const score = `${((100 * (killed + timedOut)) / all).toFixed(1)} %`;
  const cells = [
    `\`${folder}\``,
    all,
    killed,
    timedOut,
    survived,
    uncovered,
    score,
    tried,
    minutes.toFixed(1),
    date,
    commit,
  ];
  return `| ${cells.join(' | ')} |`;
}
