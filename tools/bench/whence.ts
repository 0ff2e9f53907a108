/**
 * Measures the search by picture on generated figures: `npm run bench -- whence [--number N] [--crowd N] [--tune]
 * [--row TEXT] [--seed N]`. `--crowd` adds generated descriptions to the index, and writes another page. `--tune` prints
 * the scores of other figures, from which the limits of `@gofigr/likeness` were chosen. `--row` measures only the kinds
 * of queries whose name contains a text, and may be repeated. Another `--seed` makes other queries. These three write no
 * page.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LIMITS } from '@gofigr/likeness';
import { CACHE, fromRoot } from '../lib/root.ts';
import { commitOf } from './lib/builds.ts';
import { machine } from './lib/machine.ts';
import { type Answer, indexOf } from './whence/answers.ts';
import { isReadFromSlide, prepare } from './whence/codes.ts';
import { drawFigures, FIGURES, type Figures } from './whence/figures.ts';
import { QUERIES } from './whence/queries.ts';
import { newRandom, type Random } from './whence/random.ts';
import { type Row, tableOf } from './whence/table.ts';

const SEED = 5;
/** Distance of the seeds of two kinds of queries. */
const SPACING = 1009;
/** Name of the row of codes, which are read on slides. */
const CODES = 'QR code';
/** Queries after which the table is printed, so that a long run shows its course. */
const SHOWN = 10;

const { values } = parseArgs({
  options: {
    number: { type: 'string', default: '60' },
    crowd: { type: 'string', default: '0' },
    tune: { type: 'boolean', default: false },
    row: { type: 'string', multiple: true, default: [''] },
    seed: { type: 'string', default: String(SEED) },
  },
});
const [number, seed] = [Number(values.number), Number(values.seed)];
const isChosen = (name: string): boolean => values.row.some((text) => name.includes(text));
const figures = values.tune ? FIGURES.tuned : FIGURES.measured;
const [known, foreign] = [await drawFigures(figures.known), await drawFigures(figures.foreign)];
await prepare();
const index = await indexOf(known);
const crowd = Number(values.crowd);
const size = index.crowd(crowd, newRandom(seed));
let codesRead = 0;
// Each kind of query has its own numbers, so that it is the same whichever others are measured.
const all = [...Object.keys(QUERIES), 'foreign'].map((query, place) => ({
  query,
  random: newRandom(seed + SPACING * (place + 1)),
  answers: [],
}));
const rows: (Row & { random: Random })[] = all.filter(({ query }) => isChosen(query));
const [choice, random] = [newRandom(seed), newRandom(seed + SPACING * (all.length + 1))];
for (let round = 0; round < number; round++) {
  const key = index.keys[choice.below(index.keys.length)] ?? '';
  const other = (): Buffer => anyOf(foreign, random);
  if (isChosen(CODES) && (await isReadFromSlide(index.bytesOf(key), random, other))) codesRead += 1;
  for (const row of rows) {
    const { answer, own } = await ask(row.query, key, row.random);
    row.answers.push({ answer, own });
  }
  if ((round + 1) % SHOWN === 0 && round + 1 < number) show(round + 1);
}
if (values.tune || values.row.join() !== '' || seed !== SEED) {
  show(number);
  process.exit();
}
const searches = rows.flatMap(({ answers }) => answers.map(({ answer }) => answer.searchMs)).toSorted((a, b) => a - b);
const { short } = await commitOf('HEAD');
const day = new Date().toISOString().slice(0, 10);
const page = `# Search by picture${crowd > 0 ? ' in a crowd' : ''}

\`npm run bench -- whence\` writes this page. Commit ${short}, ${day}. ${machine()}

${index.keys.length.toLocaleString('en')} generated figures are indexed, ${figures.known.siblings} of each of ${figures.known.families} families; equal pictures count once. Siblings have the same
kind, style, title and size. They differ in their data or in one parameter. "Right figure" means a sibling. A slide shows
two figures beside the one that are not indexed. Foreign figures are of the same and of other kinds; none is indexed.
The limits of scores were chosen on other figures (\`--tune\`).${crowd > 0 ? ` ${crowd.toLocaleString('en')} generated descriptions crowd the index.` : ''}

${tableOf(rows)}

The QR code of the watermark, shown at half size on a slide, was read from ${codesRead} of ${number} slides (goal: 95 %).

An answer below a score of ${LIMITS.likely} counts as unknown, and so as wrong in all rows but the last. "Called exact" are the answers
that claim one revision; "wrongly" are those of them that name another one.

Index: ${index.bytes} bytes a picture, ${index.indexMs.toFixed(0)} ms of processor time to decode and describe it. Answers: medians of the
processor time and of the time by the clock, decoding included.
Finding the shortlist among ${size.toLocaleString('en')} descriptions took ${searches[searches.length >> 1]?.toFixed(0)} ms (median) to ${searches.at(-1)?.toFixed(0)} ms.
`;
console.log(page);
const folder = number < 60 ? `${CACHE}/bench/pages` : fromRoot('docs/performance');
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/whence${crowd > 0 ? '-crowd' : ''}.md`, page);

function show(count: number): void {
  console.log(`${tableOf(rows)}\n${isChosen(CODES) ? `Codes read: ${codesRead} of ${count}` : ''}`);
}

function anyOf(others: Figures, own: Random): Buffer {
  return others.at(own.below(others.length))?.bytes ?? Buffer.alloc(0);
}

async function ask(query: string, key: string, own: Random): Promise<{ answer: Answer; own: string }> {
  const other = (): Buffer => anyOf(foreign, own);
  const make = QUERIES[query];
  const bytes = make ? await make(index.bytesOf(key), own, other) : other();
  return { answer: await index.ask(bytes), own: make ? key : '' };
}
