import { type BareServer, playFiles, startBareServer } from './lib/bare.ts';
import { type BenchServer, playPublishes, startBenchServer, type Way } from './lib/bench-server.ts';
import { buildsOf, commitOf } from './lib/builds.ts';
import type { Chart } from './lib/chart.ts';
import { sqlite } from './lib/engines.ts';
import { type Options, readOptions } from './lib/options.ts';
import { images, type Page, report } from './lib/report.ts';
import { digits, factor, table } from './lib/table.ts';
import { named, type Result, ratio, takeTurns } from './lib/turns.ts';
import { type Mlflow, playArtifacts, startMlflow } from './mlflow/server.ts';

const USAGE = `npm run bench -- binary [options]
Measures the binary protocol beside JSON and beside MLflow. Installs MLflow in .cache the first time. With --against,
that commit's server takes the JSON publishes too.`;

const SIZES: [name: string, bytes: number][] = [
  ['400 kB', 400_000],
  ['1 MB', 1_000_000],
];
const CONNECTIONS = 8;

const JSON_NOW = 'JSON with base64, whole publish';
/** The same publish to the server of another commit. */
const JSON_THEN = `${JSON_NOW}, older server`;

/** Ways to send bytes to our server, by their names in the table. */
const WAYS: Record<string, Way> = {
  [JSON_NOW]: 'publish',
  'binary, whole publish in one request': 'framed',
  'binary, whole publish in three requests': 'named',
  'binary, only the bytes': 'upload',
};
const BARE = 'only written and synced, bare server';
const MLFLOW = 'MLflow, only the bytes, not synced';

/** Ways that others are compared with, in columns. */
const OTHERS = [JSON_NOW, JSON_THEN, MLFLOW];

type Row = { size: string; results: Result[] };
type Servers = { mlflow: Mlflow; bare: BareServer; server: BenchServer; older: BenchServer | undefined };

async function main(options: Options): Promise<void> {
  const builds = await buildsOf(options);
  const mlflow = await startMlflow();
  let bare: BareServer | undefined;
  const started: BenchServer[] = [];
  try {
    bare = await startBareServer();
    for (const build of builds) started.push(await startBenchServer(build, sqlite, options.profile));
    const [server, older] = started;
    if (!server) throw new Error('no build');
    const rows = await measure({ mlflow, bare, server, older }, options);
    await report('binary', render(rows, mlflow, await olderText(options)), options);
  } finally {
    for (const server of started) await server.stop();
    await bare?.stop();
    await mlflow.stop();
  }
}

async function measure(servers: Servers, { rounds, milliseconds, sizes }: Options): Promise<Row[]> {
  const { mlflow, bare, server, older } = servers;
  const contest = (bytes: number, length: number) => {
    const turn = { bytes, connections: CONNECTIONS, milliseconds: length };
    return [
      ...Object.entries(WAYS).map(([name, way]) => ({ name, play: () => playPublishes(server, { ...turn, way }) })),
      ...(older ? [{ name: JSON_THEN, play: () => playPublishes(older, turn) }] : []),
      { name: BARE, play: () => playFiles(bare, turn) },
      { name: MLFLOW, play: () => playArtifacts(mlflow, turn) },
    ];
  };
  // Compiles the code of each process.
  for (const { play } of contest(400_000, 2 * milliseconds)) await play();
  const rows: Row[] = [];
  for (const [size, bytes] of SIZES.filter(([name]) => sizes.some(([asked]) => asked === name)))
    rows.push({ size, results: await takeTurns(rounds, contest(bytes, milliseconds)) });
  return rows;
}

function chartsOf(rows: Row[]): Record<string, Chart> {
  const names = rows[0]?.results.map(({ name }) => name) ?? [];
  return {
    binary: {
      title: `Bytes that are sent in several ways, ${CONNECTIONS} connections`,
      kind: 'bar',
      x: 'Size',
      places: rows.map(({ size }) => size),
      y: 'A second',
      series: names.map((name) => ({ name, values: rows.map(({ results }) => named(results, name).perSecond) })),
    },
  };
}

/** A sentence that tells which server the older one is. */
async function olderText({ against }: Options): Promise<string> {
  if (against === undefined) return '';
  const { short, day } = await commitOf(against);
  return `The older server is that of commit \`${short}\` of ${day}. `;
}

function render(rows: Row[], { version }: Mlflow, olderServer: string): Page {
  const charts = chartsOf(rows);
  const cells = rows.flatMap(({ size, results }) =>
    results.map((result) => [
      size,
      result.name,
      digits(result.perSecond),
      ...OTHERS.map((other) => timesOf(result, other, results)),
      `${digits(result.p50)} / ${digits(result.p99)}`,
      digits(result.processor),
    ]),
  );
  const head = [
    'Size',
    'Way',
    'A second',
    '× JSON',
    '× JSON, older server',
    '× MLflow',
    'p50 / p99 ms',
    'Processor ms',
  ];
  const text = `# The binary protocol

${CONNECTIONS} connections. Our server uses SQLite. ${olderServer}${version} is set up and used as in [Beside MLflow](mlflow.md), which also
tells what each server has done when it answers. All servers run at the same time and take turns, with the same client on
the same machine. The bare server keeps bytes, and nothing else: it writes and syncs a file and its name, without hash,
database or people. It shows how fast a server in Node can be here. A whole publish is a new revision with one image. The
client knows the hashes: it does not use the processor to find them.

${table(head, cells)}

${images(charts)}

[Publishing](publish.md) explains the columns.
`;
  return { text, charts };
}

/** How many times as fast as another way; empty for the way itself, and if the other was not measured. */
function timesOf(result: Result, other: string, results: Result[]): string {
  const found = results.find(({ name }) => name === other);
  return found && found !== result ? factor(ratio(result, found)) : '';
}

const options = readOptions(USAGE);
if (options) await main(options);
