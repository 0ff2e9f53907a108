import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromRoot } from '../lib/root.ts';
import { run } from '../lib/run.ts';

/** What the tests noticed of changes to the code of one folder. */
export type Row = {
  folder: string;
  killed: number;
  timedOut: number;
  survived: number;
  uncovered: number;
  minutes: number;
  /** Which of the mutants were tried. */
  tried: string;
};

const FILE = fromRoot('docs/mutation.md');

const INTRODUCTION = `# Mutation testing

Written by \`npm run mutation\`, a row for each folder. A tool changes the code in one place at a time: another operator, a
condition that is always true, an empty text. **Killed**: a test fails then. **Timeout**: the tests don't end. **Survived**:
all tests pass. **No coverage**: no test runs that code. **Score**: killed and timed out among all.
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

/** Writes rows into docs/mutation.md, in the place of earlier ones of the same folders, and prints them. */
export async function writeRows(rows: readonly Row[]): Promise<void> {
  const commit = (await run('git', ['rev-parse', '--short', 'HEAD'])).output.trim();
  const date = new Date().toISOString().slice(0, 10);
  const lines = rows.map((row) => [row.folder, toLine(row, date, commit)] as const);
  for (const [, line] of lines) console.log(line);
  writeFileSync(FILE, withLines(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '', lines));
}

/** The page with lines of the table added, or in the place of those of the same folders. */
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
