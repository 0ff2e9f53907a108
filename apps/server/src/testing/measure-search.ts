/**
 * Measures the search index: `node measure-search.ts REVISIONS [URL]`, in the PostgreSQL database at URL, or in a file.
 * Fills it with revisions of 2 kB of code, searches, and prints JSON. `npm run bench -- search` runs it.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createPostgresIndex, createSqliteIndex, parseQuery, passesOf } from '../features/search/index.ts';
import { openDatabase } from '../kernel/db/index.ts';

const PER_FIGURE = 10;
const CODE_BYTES = 2000;
/** Words as code has them: few in every text, many in a few. */
const VOCABULARY = 20_000;
const COMMON = 'import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\n\ndef main(path):\n';
const SYLLABLES = 'ba co di fe gu ha ki lo mu ne po ra si ta vo wi xe yu zo pre con tri sig mod dat fit plo'.split(' ');
const ROUND = 100;
const ROUNDS = 3;
/** As the search of a server asks. */
const MOST_HITS = 500;
const REACH = ['oworkspace'];
const FIRST_CHANGE = 1_700_000_000_000_000;

const revisions = Number(process.argv[2]);
const url = process.argv[3];
const folder = mkdtempSync(join(tmpdir(), 'gofigr-search-'));
const database = openDatabase(url === undefined ? { path: join(folder, 'gofigr.sqlite') } : { url });
const { db } = database;
const index = url === undefined ? createSqliteIndex(join(folder, 'search.sqlite')) : createPostgresIndex({ db });

/** Random numbers that are the same in each run (Park and Miller). */
let seed = 1;
function random(): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
}

const newWord = (): string =>
  Array.from({ length: 2 + Math.floor(random() * 3) }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(
    '',
  );
const words = Array.from({ length: VOCABULARY }, newWord);
const ranked = (rank: number): string => words[rank] ?? '';

function newCode(): string {
  // The frequency of a word is inverse to its rank, as in texts.
  const word = () => ranked(Math.floor(Math.exp(random() * Math.log(VOCABULARY))) - 1);
  let code = COMMON;
  while (code.length < CODE_BYTES)
    code += `    ${word()}_${word()} = np.${word()}(data["${word()}"], ${Math.floor(random() * 1000)}) # ${word()}\n`;
  return code;
}

let changes = 0;
const changed = (objectId: string, parentId: string | null) => ({
  objectId,
  parentId,
  at: FIRST_CHANGE + ++changes * 1000,
});

function documentsOfFigure(number: number) {
  const name = `Series ${number} ${ranked(number % VOCABULARY)}`;
  const marks = [...REACH, 'kfigure', 'ubench'];
  const codes = Array.from({ length: PER_FIGURE }, newCode);
  return [
    ...codes.map((code, at) => ({
      ...changed(`r${number}x${at}`, `f${number}`),
      marks: [...marks, 'older'],
      older: [name, code],
    })),
    { ...changed(`f${number}`, null), marks: [...marks, 'current'], name: [name], code: codes.slice(-1) },
  ];
}

/** Words in every text, in some, in few and in none; beginnings, identifiers, phrases and exclusions. */
const QUERIES = [
  ...['numpy', 'np', 'import pandas', 'mat', 'pl', '"import numpy"', 'numpy -pandas'],
  ...[0, 3, 30, 300, 3000, 15_000].map(ranked),
  ...[5, 50, 500].map((rank) => ranked(rank).slice(0, 4)),
  `${ranked(2)} ${ranked(7)}`,
  `${ranked(40)} numpy`,
  `${ranked(200)} ${ranked(300)}`,
  `${ranked(1)}_${ranked(4)}`,
  `"${ranked(1)} ${ranked(4)}"`,
  `x${ranked(60)}`,
  'nothinghasthis',
  'Series 99',
];

/** Asks the index as a search does. */
async function search(text: string): Promise<void> {
  const { terms } = parseQuery(text, FIRST_CHANGE, 'UTC');
  const passes = passesOf(
    terms.map((term) => ({ term, marks: [], corrections: [] })),
    REACH,
  );
  const found = new Set<string>();
  for (const where of passes?.current ?? []) {
    for (const { objectId } of await index.find({ where, limit: MOST_HITS })) found.add(objectId);
    if (found.size >= MOST_HITS) return;
  }
  if (passes) await index.findParents({ where: passes.older, limit: MOST_HITS });
}

/** Processor time of this process, and of the database's processes for it, in milliseconds. */
async function processorMs(): Promise<number> {
  const pids = [process.pid];
  if (url !== undefined) {
    const asked = sql<{ pid: number }>`select pid from pg_stat_activity where datname = current_database()`;
    for (const { pid } of (await asked.execute(db)).rows) pids.push(pid);
  }
  const threads = pids.flatMap((pid) => readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}`));
  return threads.reduce(
    (sum, thread) => sum + Number(/^\d+/.exec(readFileSync(`${thread}/schedstat`, 'utf8'))) / 1e6,
    0,
  );
}

try {
  const begun = await processorMs();
  for (let figure = 0; figure < revisions / PER_FIGURE; ) {
    const documents: ReturnType<typeof documentsOfFigure> = [];
    for (; documents.length < ROUND && figure < revisions / PER_FIGURE; figure++)
      documents.push(...documentsOfFigure(figure));
    await index.alone(db, (on) => index.write(on, documents, []));
  }
  const fillMs = ((await processorMs()) - begun) / revisions;
  // As the autovacuum of a real database does.
  if (url !== undefined) await sql`vacuum analyze search_documents`.execute(db);
  const times: { query: string; ms: number; processorMs: number }[] = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const query of QUERIES) {
      const [processor, started] = [await processorMs(), performance.now()];
      await search(query);
      times.push({ query, ms: performance.now() - started, processorMs: (await processorMs()) - processor });
    }
  process.stdout.write(`${JSON.stringify({ fillMs, times })}\n`);
} finally {
  index.close();
  await database.close();
  rmSync(folder, { recursive: true });
}
