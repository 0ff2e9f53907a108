import { TaskError } from '../lib/run.ts';
import { type BenchServer, createFigure, publishOne, startBenchServer } from './lib/bench-server.ts';
import { type Build, buildsOf } from './lib/builds.ts';
import type { Chart } from './lib/chart.ts';
import { type Engine, onEngines } from './lib/engines.ts';
import { copyRevisions } from './lib/fill.ts';
import { type Options, readOptions } from './lib/options.ts';
import { images, type Page, report } from './lib/report.ts';
import { digits, slug, table } from './lib/table.ts';
import { named, playRequests, type Result, takeTurns } from './lib/turns.ts';

const USAGE = `npm run bench -- lists [options]
Measures lists of an analysis with many figures.`;

const FIGURES = [100, 10_000, 100_000];
/** A quick run leaves out larger analyses. */
const QUICK_FIGURES = 10_000;

/** A percentile of many answers needs fewer turns than a rate. */
const ROUNDS = 2;

/** The lists, as paths below the version of the API. */
const LISTS: Record<string, (server: BenchServer) => string> = {
  'Figures, newest first': ({ analysis }) => `analysis/${analysis}/figures/`,
  'Figures by name': ({ analysis }) => `analysis/${analysis}/figures/?sort=name`,
  'Figures with “99” in their name': ({ analysis }) => `analysis/${analysis}/figures/?name=99`,
  'Jump to a name': () => 'name/?q=99',
  'Activity of the analysis': ({ analysis }) => `analysis/${analysis}/activity/`,
  'Recent figures of the workspace': ({ workspace }) => `workspace/${workspace}/recent/`,
  Workspace: ({ workspace }) => `workspace/${workspace}/`,
  'Whole analysis, for published clients': ({ analysis }) => `analysis/${analysis}/`,
};

type Row = { engine: string; server: string; figures: number; list: string; bytes: number; result: Result };

async function main(options: Options): Promise<void> {
  const builds = await buildsOf(options);
  const rows = await onEngines(options.engines, async (engine) => {
    const found: Row[] = [];
    const numbers = FIGURES.filter((number) => !options.isQuick || number <= QUICK_FIGURES);
    for (const figures of numbers) found.push(...(await measureFigures(engine, figures, builds, options)));
    return found;
  });
  await report('lists', render(rows.flat()), options);
}

async function measureFigures(engine: Engine, figures: number, builds: Build[], options: Options): Promise<Row[]> {
  const servers: BenchServer[] = [];
  try {
    for (const build of builds)
      servers.push(await fill(await startBenchServer(build, engine, options.profile), figures));
    const rows: Row[] = [];
    for (const [list, pathOf] of Object.entries(LISTS)) {
      const urlOf = (server: BenchServer): string => `${server.url}/api/v1.4.1/${pathOf(server)}`;
      const contestants = servers.map((server) => ({
        name: server.name,
        play: () => {
          const requests = { kind: 'get', url: urlOf(server), headers: server.headers } as const;
          return playRequests([server.pid], { requests, connections: 1, milliseconds: options.milliseconds / 2 });
        },
      }));
      const results = await takeTurns(ROUNDS, contestants);
      for (const server of servers) {
        const answer = await fetch(urlOf(server), { headers: server.headers });
        const bytes = (await answer.arrayBuffer()).byteLength;
        rows.push({
          engine: engine.name,
          server: server.name,
          figures,
          list,
          bytes,
          result: named(results, server.name),
        });
      }
      console.error(`${engine.name}, ${figures} figures, ${list}: ${digits(named(results, 'this').p50)} ms`);
    }
    return rows;
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** Makes an analysis with so many figures of one revision each. Then the server runs again, with another address. */
async function fill(server: BenchServer, figures: number): Promise<BenchServer> {
  const figure = await createFigure(server, 'Figure');
  const { api_id: revision } = await publishOne(server, figure);
  const filled = await server.restartAfter((data) => copyRevisions(data, { figure, revision }, figures - 1));
  const answer = await fetch(`${filled.url}/api/v1.4.1/analysis/${filled.analysis}/figures/`, {
    headers: filled.headers,
  });
  const { total } = (await answer.json()) as { total: number }; // as the server answers
  if (total !== figures) throw new TaskError(`The analysis has ${total} figures instead of ${figures}.`);
  return filled;
}

/** Makes a chart for each engine, with the lists of this server. */
function chartsOf(rows: Row[]): Record<string, Chart> {
  const engines = Object.entries(Object.groupBy(rows, ({ engine }) => engine)).map(
    ([engine, found = []]): [string, Chart] => {
      const ours = found.filter(({ server }) => server === found[0]?.server);
      const chart: Chart = {
        title: `Lists on ${engine}`,
        kind: 'line',
        x: 'Figures in the analysis',
        places: [...new Set(ours.map(({ figures }) => figures.toLocaleString('en')))],
        y: 'Median time of an answer, ms',
        isLogarithmic: true,
        series: Object.entries(Object.groupBy(ours, ({ list }) => list)).map(([name, lists = []]) => ({
          name,
          values: lists.map(({ result }) => result.p50),
        })),
      };
      return [`lists-${slug(engine)}`, chart];
    },
  );
  return Object.fromEntries(engines);
}

function render(rows: Row[]): Page {
  const charts = chartsOf(rows);
  const cells = rows.map(({ engine, server, figures, list, bytes, result }) => [
    engine,
    figures.toLocaleString('en'),
    list,
    server,
    digits(result.p50),
    digits(result.p99),
    digits(result.processor),
    digits(bytes / 1000),
  ]);
  const head = ['Engine', 'Figures', 'List', 'Server', 'p50 ms', 'p99 ms', 'Processor ms', 'Answer kB'];
  const text = `# Lists with many figures

One analysis has all the figures, with one revision each. They are rows that were copied into the database before the
server started. One connection asks for each list again and again, with an API key. Pages have 60 entries, except those
of the whole analysis, which published clients ask for.

${table(head, cells)}

${images(charts)}
`;
  return { text, charts };
}

const options = readOptions(USAGE);
if (options) await main(options);
