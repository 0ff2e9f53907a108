/** Prints how long the largest comparisons take: `node packages/compare/src/testing/measure.ts` */
import { Budget } from '../limits.ts';
import { diffPictures } from '../picture/diff-pictures.ts';
import { diffTable } from '../table/diff-table.ts';
import type { Column, Table } from '../table/table.ts';
import { diffText } from '../text/diff-text.ts';

// A busy machine may take any time.
const budget = new Budget(Number.POSITIVE_INFINITY);

// The package has no types of a runtime.
declare const console: { log: (line: string) => void };
declare const process: { cpuUsage: () => { user: number; system: number } };

/** Milliseconds that the processor worked. */
function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Runs three times. Prints the fastest run and its time on the processor, which is fairer on a busy machine. */
function measure(name: string, run: () => string): void {
  const [times, processor]: number[][] = [[], []];
  let result = '';
  for (let count = 0; count < 3; count++) {
    const [started, before] = [Date.now(), worked()];
    result = run();
    times?.push(Date.now() - started);
    processor?.push(worked() - before);
  }
  const [least, busy] = [times, processor].map((some = []) => Math.round(Math.min(...some)));
  console.log(`${name}: ${least} ms, processor ${busy} ms (${result})`);
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function tableWith(rows: number, columns: number, cellAt: (row: number, column: number) => string): Table {
  const column = (index: number): Column => ({
    name: `c${index}`,
    cells: Array.from({ length: rows }, (_, row) => cellAt(row, index)),
  });
  return { rows, columns: Array.from({ length: columns }, (_, index) => column(index)) };
}

const ROWS = 100_000;
const keyed = (row: number, column: number) => (column === 0 ? `k${(row * 7919) % 100_003}` : `${row * column}.25`);
const base = tableWith(ROWS, 20, keyed);

const measureTables = (name: string, a: Table, b: Table): void =>
  measure(`table 100,000 × 20, ${name}`, () => JSON.stringify(diffTable(a, b, { budget }).rows));

measureTables(
  'key, 1 % of rows changed',
  base,
  tableWith(ROWS, 20, (row, column) => (column === 3 && row % 100 === 0 ? '-1' : keyed(row, column))),
);
measureTables(
  'key, every number changed',
  base,
  tableWith(ROWS, 20, (row, column) => (column === 0 ? keyed(row, column) : `${row * column}.5`)),
);
measureTables(
  'key, rows reversed',
  base,
  tableWith(ROWS, 20, (row, column) => keyed(ROWS - 1 - row, column)),
);
const grouped = (row: number, column: number) => String((row * (column + 3)) % 101);
measureTables(
  'by position, 1 % of rows changed, 10 rows removed',
  tableWith(ROWS, 20, grouped),
  tableWith(ROWS - 10, 20, (row, column) =>
    column === 3 && row % 100 === 0 ? 'x' : grouped(row + (row > 500 ? 10 : 0), column),
  ),
);
const [first, second] = [randomFrom(1), randomFrom(2)];
const noise = (random: () => number) => tableWith(ROWS, 20, () => String(Math.floor(random() * 3)));
measureTables('by position, noise', noise(first), noise(second));

const lines = (cellAt: (line: number) => string) => Array.from({ length: ROWS }, (_, line) => cellAt(line)).join('\n');
measure('text 100,000 lines, 1 % changed', () => {
  const text = lines((line) => `value_${line} = compute(${line}, mode="a")`);
  const other = lines((line) => `value_${line} = compute(${line}, mode="${line % 100 === 0 ? 'b' : 'a'}")`);
  const { added, removed } = diffText(text, other, { budget });
  return `+${added} −${removed}`;
});
measure('text 100,000 lines of noise', () => {
  const numbers = (random: () => number) => lines(() => `x = ${Math.floor(random() * 40)}`);
  const { added, removed } = diffText(numbers(randomFrom(1)), numbers(randomFrom(2)), { budget });
  return `+${added} −${removed}`;
});

function picture(width: number, height: number, seed: number) {
  const random = randomFrom(seed);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let count = 0; count < 20_000; count++) {
    const at = Math.floor(random() * width * height) * 4;
    data.set([Math.floor(random() * 256), 0, 0], at);
  }
  return { width, height, data };
}
for (const [width, height] of [
  [4000, 3000],
  [8000, 6000],
] as const) {
  const [a, b] = [picture(width, height, 1), picture(width, height, 2)];
  const small = picture(width - 100, height - 100, 2);
  measure(`picture ${width} × ${height}`, () => JSON.stringify(diffPictures(a, b, { budget }).summary.percent));
  measure(`picture ${width} × ${height}, other size, scaled`, () =>
    JSON.stringify(diffPictures(a, small, { align: 'scaled', budget }).summary.percent),
  );
}
