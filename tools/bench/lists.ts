import { ensureChromium } from '../lib/chromium.ts';
import { processorSecondsBelow } from '../lib/process.ts';
import { fromRoot } from '../lib/root.ts';
import { runNode, TaskError } from '../lib/run.ts';
import { type BenchServer, startBenchServer } from './lib/bench-server.ts';
import { type Build, buildsOf } from './lib/builds.ts';
import { type Engine, onEngines } from './lib/engines.ts';
import { type Holds, watchHolds } from './lib/holds.ts';
import { fillAnalysis } from './lib/many-figures.ts';
import { type Options, readOptions } from './lib/options.ts';
import { report } from './lib/report.ts';
import { digits, table } from './lib/table.ts';
import { median } from './lib/turns.ts';

const USAGE = `npm run bench -- lists [options]
Measures lists of an analysis with many figures.`;

const FIGURES = 100_000;
const QUICK_FIGURES = 10_000;

/** Requests of each list, and of one that is sent in many parts. */
const REQUESTS = 7;
const LONG_REQUESTS = 3;
const LONG_BYTES = 1_000_000;

/** Scrolls through a gallery. */
const SCROLLS = 5;

/** Goals at 100,000 figures, in milliseconds. */
const HOLD_GOAL = 50;
const GOALS: readonly (readonly [begin: string, milliseconds: number])[] = [
  ['Figures', 50],
  ['Recent', 20],
  ['Jump', 30],
];

const FILTERS: Record<string, string> = {
  'of a colleague': 'by=colleague',
  'with a rare tag': 'tags=rare',
  'with a tag of all': 'tags=draft',
  'with two tags': 'tags=draft%0Arare',
  'with two common tags': 'tags=draft%0Apaper',
  'of a kind': 'kind=table',
  'with a table': 'has_table=true',
  'with “99” in their name': 'name=99',
  'with a text that no name has': 'name=zzz',
  'changed after 2020': 'since=2020-01-01T00:00:00Z',
  starred: 'starred=true',
};
const ORDERS = { 'newest first': 'changed', 'by creation': 'created', 'by name': 'name', 'by size': 'size' };

/** The lists, as paths below the version of the API. */
const LISTS: Record<string, (server: BenchServer) => string> = {
  ...Object.fromEntries(
    Object.entries(ORDERS).map(([order, sort]) => [
      `Figures, ${order}`,
      ({ analysis }: BenchServer) => `analysis/${analysis}/figures/?sort=${sort}`,
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(FILTERS).flatMap(([filter, query]) => [
      [`Figures ${filter}, by name`, ({ analysis }: BenchServer) => `analysis/${analysis}/figures/?sort=name&${query}`],
      [
        `Numbers beside figures ${filter}`,
        ({ analysis }: BenchServer) => `analysis/${analysis}/figures/facets/?${query}`,
      ],
    ]),
  ),
  'Numbers beside all filters': ({ analysis }) => `analysis/${analysis}/figures/facets/`,
  'Jump to a name': () => 'name/?q=99',
  'Jump to a text in every name': () => 'name/?q=igure',
  'Activity of the analysis': ({ analysis }) => `analysis/${analysis}/activity/`,
  'Activity of a colleague': ({ analysis }) => `analysis/${analysis}/activity/grouped/?user=colleague`,
  'Activity until an old date': ({ analysis }) => `analysis/${analysis}/activity/grouped/?until=2020-01-01T00:00:00Z`,
  'Recent figures of the workspace': ({ workspace }) => `workspace/${workspace}/recent/`,
  'Recent figures of all workspaces': () => 'recent/',
  'Contents of the analysis': ({ analysis }) => `analysis/${analysis}/contents/`,
  'Contents of the workspace': ({ workspace }) => `workspace/${workspace}/contents/`,
  'Contents of the analysis, before sharing': ({ analysis }) => `analysis/${analysis}/share/contents/`,
  Workspace: ({ workspace }) => `workspace/${workspace}/`,
  'Whole analysis, for published clients': ({ analysis }) => `analysis/${analysis}/`,
  'All figures, for published clients': () => 'figure/',
  'Log of the workspace, for published clients': ({ workspace }) => `workspace/${workspace}/log/`,
};

type Row = {
  engine: string;
  server: string;
  list: string;
  bytes: number;
  /** Milliseconds by the clock. */
  time: number;
  /** Milliseconds of the processor, of the server and of PostgreSQL. */
  processor: number;
  /** Longest time that the event loop was held, in milliseconds of the processor. */
  hold: number;
};

type Scroll = { long: number; longest: number; pixels: number };
type Scrolls = { engine: string; figures: number; runs: Scroll[] };

async function main(options: Options): Promise<void> {
  const figures = options.isQuick ? QUICK_FIGURES : FIGURES;
  if (options.isScroll) return scrolling(figures, options);
  const builds = await buildsOf(options);
  const rows = await onEngines(options.engines, (engine) => measureLists(engine, figures, builds, options));
  await report('lists', { text: render(rows.flat(), figures), charts: {} }, options);
}

type Watched = { server: BenchServer; holds: Holds };

async function measureLists(engine: Engine, figures: number, builds: Build[], options: Options): Promise<Row[]> {
  const servers: Watched[] = [];
  try {
    for (const build of builds) {
      const holds = watchHolds();
      const server = await startBenchServer(build, engine, options.profile, holds.settings);
      servers.push({ holds, server: await fillAnalysis(server, figures) });
    }
    const rows: Row[] = [];
    for (const [list, pathOf] of Object.entries(LISTS))
      for (const watched of servers) {
        const { server } = watched;
        const url = `${server.url}/api/v1.4.1/${pathOf(server)}`;
        const row = { engine: engine.name, server: server.name, list, ...(await measure(watched, url)) };
        console.error(`${row.engine}, ${list}: ${digits(row.processor)} ms, held for ${digits(row.hold)} ms`);
        rows.push(row);
      }
    return rows;
  } finally {
    for (const { server, holds } of servers) {
      await server.stop();
      holds.remove();
    }
  }
}

/** Asks for a list again and again. The medians leave out what the machine did beside some of the requests. */
async function measure({ server, holds }: Watched, url: string): Promise<Omit<Row, 'engine' | 'server' | 'list'>> {
  const ask = async (): Promise<number> => {
    const answer = await fetch(url, { headers: server.headers });
    if (!answer.ok) throw new TaskError(`${url} answered ${answer.status}.`);
    let bytes = 0;
    for await (const chunk of answer.body ?? []) bytes += (chunk as Uint8Array).length; // by fetch
    return bytes;
  };
  const bytes = await ask();
  const requests = bytes > LONG_BYTES ? LONG_REQUESTS : REQUESTS;
  const [times, held]: number[][] = [[], []];
  const before = processorSecondsBelow(process.pid);
  for (let request = 0; request < requests; request += 1) {
    await holds.read(server.pid);
    const begun = performance.now();
    await ask();
    times?.push(performance.now() - begun);
    held?.push(await holds.read(server.pid));
  }
  const processor = (1000 * (processorSecondsBelow(process.pid) - before)) / requests;
  return { bytes, time: median(times ?? []), processor, hold: median(held ?? []) };
}

async function scrolling(figures: number, options: Options): Promise<void> {
  const [build] = await buildsOf({ against: undefined });
  if (!build) throw new Error('no build');
  const scrolls = await onEngines(options.engines, async (engine): Promise<Scrolls> => {
    const server = await fillAnalysis(await startBenchServer(build, engine, options.profile), figures);
    try {
      const runs: Scroll[] = [];
      while (runs.length < SCROLLS) runs.push(await scroll(server));
      return { engine: engine.name, figures, runs };
    } finally {
      await server.stop();
    }
  });
  await report('lists', { text: renderScroll(scrolls), charts: {} }, options);
}

/** Scrolls through the gallery in Chromium, at a quarter of the processor's speed. */
async function scroll(server: BenchServer): Promise<Scroll> {
  const env = {
    DEMO_URL: server.url,
    DEMO_ACCOUNT: JSON.stringify(server.account),
    DEMO_ANALYSIS: server.analysis,
    CHROMIUM_PATH: await ensureChromium(),
  };
  const { code, output } = await runNode([fromRoot('acceptance/demo/scrolling.ts')], { env });
  if (code !== 0) throw new TaskError(output);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Scroll; // by scrolling.ts
}

/** The goal of a list in words, and whether it is met: by the clock, which counts everything, or else by the processor. */
function goalOf({ list, time, processor, hold }: Row): [goal: string, outcome: string] {
  const most = GOALS.find(([begin]) => list.startsWith(begin))?.[1];
  const isMet = hold <= HOLD_GOAL && Math.min(time, processor) <= (most ?? Number.POSITIVE_INFINITY);
  const words = most === undefined ? '' : `time ${most}, `;
  return [`${words}hold ${HOLD_GOAL}`, isMet ? 'met' : 'missed'];
}

function render(rows: Row[], figures: number): string {
  const isCompared = new Set(rows.map(({ server }) => server)).size > 1;
  const cells = rows.map((row) => [
    row.engine,
    row.list,
    isCompared ? row.server : '',
    digits(row.bytes / 1000),
    digits(row.time),
    digits(row.processor),
    digits(row.hold),
    ...goalOf(row),
  ]);
  const head = ['Engine', 'List', 'Server', 'Answer kB', 'Clock ms', 'Processor ms', 'Hold ms', 'Goal ms', 'Outcome'];
  const missed = rows.filter((row) => goalOf(row)[1] === 'missed').length;
  return `# Lists with many figures

One analysis has ${figures.toLocaleString('en')} figures, with one revision each. They are rows that were copied into the database before the
server started; a test compares such copies with published figures. The words of the copies are not indexed. One client
asks for each list ${REQUESTS} times with an API key, and ${LONG_REQUESTS} times if it has more than 1 MB. Pages have 60 entries, except those
for published clients, which are whole.

"Processor" is the time of the server and of PostgreSQL for one answer. "Hold" is the longest time in which the event loop
served nobody else, by the processor too; it and "Clock" are medians. A list meets its goal by the clock, which counts
everything, or by processor time, if the machine does other work. **${rows.length - missed} of ${rows.length} lists meet theirs.**

${table(head, cells)}
`;
}

function renderScroll(scrolls: Scrolls[]): string {
  const cells = scrolls.map(({ engine, figures, runs }) => [
    engine,
    figures.toLocaleString('en'),
    runs.map(({ long }) => long).join(', '),
    runs.map(({ longest }) => digits(longest)).join(', '),
    runs.map(({ pixels }) => pixels).join(', '),
  ]);
  return `# Scrolling through the gallery

A new Chromium scrolls for five seconds, ${SCROLLS} times, with a processor four times slower. A task is long if it takes
more than 50 ms of the slow processor. The goal is at most two of them, and none over 100 ms.

${table(['Engine', 'Figures', 'Long tasks', 'Longest task ms', 'Pixels'], cells)}
`;
}

const options = readOptions(USAGE);
if (options) await main(options);
