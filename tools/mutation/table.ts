import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
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

const TOTAL = /^A run of all folders took .*$/m;

/** Writes a row to docs/mutation.md, where it replaces the earlier one of its folder, and prints it. */
export async function writeRow(row: Row): Promise<void> {
  const line = toLine(row, today(), await headCommit());
  console.log(line);
  writeFileSync(FILE, withLines(readPage(), [[row.folder, line]]));
}

/** Writes the time of a run of all folders to docs/mutation.md, and prints it. */
export async function writeTotal(minutes: number): Promise<void> {
  const total = `A run of all folders took ${minutes.toFixed(1)} minutes on ${availableParallelism()} cores (${today()}, ${await headCommit()}).`;
  console.log(total);
  writeFileSync(FILE, withLines(readPage(), [], total));
}

const today = (): string => new Date().toISOString().slice(0, 10);
const headCommit = async (): Promise<string> => (await run('git', ['rev-parse', '--short', 'HEAD'])).output.trim();
const readPage = (): string => (existsSync(FILE) ? readFileSync(FILE, 'utf8') : '');

/** Returns the page with new lines of the table, which replace those of the same folders, and with a new total. */
export function withLines(
  page: string,
  lines: Iterable<readonly [folder: string, line: string]>,
  total = TOTAL.exec(page)?.[0],
): string {
  const before = [...page.matchAll(/^\| `(.+?)` .*$/gm)].map(([line, folder = '']) => [folder, line] as const);
  const all = new Map([...before, ...lines]);
  const head = [`| ${COLUMNS.join(' | ')} |`, `| ${COLUMNS.map(() => '---').join(' | ')} |`];
  const table = [...head, ...all.values()].join('\n');
  return `${[INTRODUCTION.trimEnd(), total, table].filter(Boolean).join('\n\n')}\n`;
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
