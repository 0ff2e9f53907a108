import { type BenchServer, playPublishes, startBenchServer, type Way } from './lib/bench-server.ts';
import { buildsOf } from './lib/builds.ts';
import type { Chart } from './lib/chart.ts';
import { sqlite } from './lib/engines.ts';
import { type Options, readOptions } from './lib/options.ts';
import { images, type Page, report } from './lib/report.ts';
import { digits, factor, table } from './lib/table.ts';
import { named, type Result, ratio, takeTurns } from './lib/turns.ts';
import { type Mlflow, playArtifacts, startMlflow } from './mlflow/server.ts';

const USAGE = `npm run bench -- binary [options]
Measures the binary protocol beside JSON and beside MLflow. Installs MLflow in .cache the first time.`;

const SIZES: [name: string, bytes: number][] = [
  ['400 kB', 400_000],
  ['1 MB', 1_000_000],
];
const CONNECTIONS = 8;

/** Ways to send bytes to our server, by their names in the table. JSON is the first. */
const WAYS: Record<string, Way> = {
  'JSON with base64, whole publish': 'publish',
  'binary, whole publish in one request': 'framed',
  'binary, whole publish in three requests': 'named',
  'binary, only the bytes': 'upload',
};
const MLFLOW = 'MLflow, only the bytes, not synced';

type Row = { size: string; results: Result[] };

async function main(options: Options): Promise<void> {
  const [build] = await buildsOf({ against: undefined });
  if (!build) throw new Error('no build');
  const mlflow = await startMlflow();
  try {
    const server = await startBenchServer(build, sqlite, options.profile);
    try {
      await report('binary', render(mlflow, await measure(mlflow, server, options)), options);
    } finally {
      await server.stop();
    }
  } finally {
    await mlflow.stop();
  }
}

async function measure(mlflow: Mlflow, server: BenchServer, { rounds, milliseconds, sizes }: Options): Promise<Row[]> {
  const contest = (bytes: number, length: number) => {
    const turn = { bytes, connections: CONNECTIONS, milliseconds: length };
    return [
      ...Object.entries(WAYS).map(([name, way]) => ({ name, play: () => playPublishes(server, { ...turn, way }) })),
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

function render({ version }: Mlflow, rows: Row[]): Page {
  const charts = chartsOf(rows);
  const [json = ''] = Object.keys(WAYS);
  const cells = rows.flatMap(({ size, results }) =>
    results.map((result) => [
      size,
      result.name,
      digits(result.perSecond),
      result.name === json ? '' : factor(ratio(result, named(results, json))),
      result.name === MLFLOW ? '' : factor(ratio(result, named(results, MLFLOW))),
      `${digits(result.p50)} / ${digits(result.p99)}`,
      digits(result.processor),
    ]),
  );
  const head = ['Size', 'Way', 'A second', '× JSON', '× MLflow', 'p50 / p99 ms', 'Processor ms'];
  const text = `# The binary protocol

${CONNECTIONS} connections. Our server uses SQLite. ${version} is set up and used as in [Beside MLflow](mlflow.md), which also
tells what each server has done when it answers. Both servers run at the same time and take turns, with the same client on
the same machine. A whole publish is a new revision with one image. The client knows the hashes: it does not use the
processor to find them.

${table(head, cells)}

${images(charts)}

[Publishing](publish.md) explains the columns.
`;
  return { text, charts };
}

const options = readOptions(USAGE);
if (options) await main(options);
